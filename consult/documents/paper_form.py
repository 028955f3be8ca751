"""意見提出用紙: what the paper form of one case says, whatever file it becomes (C8). It asks what the screen asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.domain.asked_items import OUTSIDE, Asked, AskedItems
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AgeBand, Channel, SubmitterClass, SubmitterItem
from consult.formatting import period
from consult.models import Consultation

TITLE = "意見提出用紙"
# Without one of these there is nowhere to bring a paper to.
ON_PAPER = (Channel.POST, Channel.FAX, Channel.COUNTER, Channel.EMAIL)
# More districts than this are written, not ticked: the sheet stays one to hold in a hand.
MOST_TO_TICK = 16
OPINION_BOXES = 3
BEFORE_WRITING = (
    "意見は、内容を整理し、市の考え方とあわせて公表することがあります。お名前や連絡先は公表しません。"
)
MORE_PAPER = "書ききれないときは、別の紙に続けて書いて、いっしょにお出しください。"


@dataclass(frozen=True)
class PaperItem:
    """A line to fill in, or boxes to tick. `required` are the words beside the label, or ""."""

    label: str
    required: str
    help: str
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperForm:
    """In the order it is read. `facts` are label and text."""

    title: str
    heading: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    statement: str
    items: tuple[PaperItem, ...]
    opinion_notes: tuple[str, ...]
    boxes: int


def takes_paper(consultation: Consultation) -> bool:
    return any(each.channel in ON_PAPER for each in consultation.methods)


def paper_form(
    consultation: Consultation, asked: AskedItems, districts: Sequence[str], *, mark: str = ""
) -> PaperForm:
    """The form of a case as it stands; `mark` is set for invented data."""
    notes = (
        consultation.consideration_statement,
        consultation.reply_statement,
        BEFORE_WRITING,
        consultation.results_plan,
    )
    return PaperForm(
        title=TITLE,
        heading=consultation.title,
        mark=mark,
        facts=tuple((label, text) for label, text in _facts(consultation) if not is_blank(text)),
        notes=tuple(text for text in notes if not is_blank(text)),
        statement=consultation.use_statement if asked.lines else "",
        items=tuple(_items(asked, districts)),
        opinion_notes=("ひとつの枠に、ひとつの意見を書いてください。", MORE_PAPER),
        boxes=OPINION_BOXES,
    )


def _facts(consultation: Consultation) -> Iterator[tuple[str, str]]:
    yield "募集期間", f"{period(consultation.planned_period)}（郵送は{consultation.deadline_rule.label}）"
    yield "意見を出せる方", consultation.eligibility
    for each in consultation.methods:
        if each.channel in ON_PAPER:
            yield f"{each.channel.label}で出す", each.directions
    division = f"{consultation.division.name}\n" if consultation.division else ""
    yield "問い合わせ先", f"{division}{consultation.contact}"


def _items(asked: AskedItems, districts: Sequence[str]) -> Iterator[PaperItem]:
    if asked.knows_organisations:
        yield PaperItem("どなたの意見ですか", "", "", ("個人", "団体・事業者"))
    for line in asked.lines:
        yield PaperItem(line.item.label, _required(asked, line), line.help, _ticks(line.item, districts))
        if line.item is SubmitterItem.ORGANISATION:
            yield PaperItem("団体名の公表", "", "結果の公表で団体名を出すことがあります。", ("公表してよい",))
        if line.item is SubmitterItem.SUBMITTER_CLASS:
            yield PaperItem("くわしく", "", "勤め先・学校・団体の名前、利害関係など")


def _required(asked: AskedItems, line: Asked) -> str:
    words = asked.required_of(line.item)
    return f"※{words}" if words else ""


def _ticks(item: SubmitterItem, districts: Sequence[str]) -> tuple[str, ...]:
    if item is SubmitterItem.AGE_BAND:
        return tuple(each.label for each in AgeBand)
    if item is SubmitterItem.SUBMITTER_CLASS:
        return tuple(each.label for each in SubmitterClass)
    if item is SubmitterItem.DISTRICT and 0 < len(districts) <= MOST_TO_TICK:
        return (*districts, *([] if OUTSIDE in districts else [OUTSIDE]))
    return ()
