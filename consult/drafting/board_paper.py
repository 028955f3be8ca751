"""What stands on the theme board as the content of papers: what people decided and what may leave, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.documents.opinions_paper import OpinionsPaper, PaperBand, PaperQuotation
from consult.domain.vocabulary import Facet
from consult.drafting import paper_figures
from consult.drafting.queries import Band, ChosenRecord
from consult.opinion_records import OpinionRecord
from consult.plan_codes import PlanCodes

INVENTED = "架空のデータ"
RULES = (
    "ここでの意見は、職員または公表資料が分類を決めた「確定」の意見だけです。機械が付けた候補は、本文にも数にも入っていません。",
    "代表意見は、テーマに確定した意見から人が選び、順番を決めました。公表資料にある意見は、その資料が選んだものです。機械は選んでいません。",
    "見出しは人が書いたものです。意見の文は、要旨があるときは要旨、ないときは原文のままです。要旨には「（要旨）」と付けました。",
    "伏せると決めた箇所と、個人情報の確認が済んでいない箇所は〔非公表〕としました。公表の承諾がないヒアリングの意見は、文を出していません。",
    "代表意見でない意見も数えています。「代表意見」と「ほか」を足すと、確定した意見の数になります。",
)


@dataclass(frozen=True)
class Typed:
    """What the person who makes the paper typed for this one; "" where nothing is to stand."""

    title: str
    occasion: str = ""
    paper_number: str = ""


@dataclass(frozen=True)
class Circumstances:
    """Whose paper it is and as of when."""

    municipality: str
    day: str
    is_invented: bool


def shown(band: Band) -> list[ChosenRecord]:
    """What of the chosen opinions a paper shows: still confirmed, and agreed to leave the house."""
    return [each for each in band.chosen if each.is_confirmed and each.record.may_leave]


def left_out(bands: Sequence[Band]) -> int:
    """How many chosen opinions no paper shows; the board says of each why."""
    return sum(len(band.chosen) - len(shown(band)) for band in bands)


def opinions_paper(
    bands: Sequence[Band], codes: PlanCodes, *, typed: Typed, of: Circumstances
) -> OpinionsPaper:
    in_paper = tuple(map(_band, bands))
    return OpinionsPaper(
        title=typed.title,
        occasion=typed.occasion,
        paper_number=typed.paper_number,
        municipality=of.municipality,
        day=of.day,
        mark=INVENTED if of.is_invented else "",
        bands=in_paper,
        rules=RULES,
        counts=(paper_figures.theme_table(bands, in_paper), paper_figures.package_table(codes)),
    )


def _band(band: Band) -> PaperBand:
    return PaperBand(
        number=band.theme.number,
        mark=band.theme.mark,
        label=band.theme.label,
        headline=band.headline.text if band.headline else "",
        confirmed=band.tally.total.confirmed,
        quotations=tuple(
            quotation(number, each.record, band.theme.label)
            for number, each in enumerate(shown(band), start=1)
        ),
    )


def quotation(number: int, record: OpinionRecord, theme: str) -> PaperQuotation:
    return PaperQuotation(
        number=number,
        key=f"{theme}{number}",
        text=record.spoken,
        is_gist=bool(record.gist),
        source=record.source.text,
        packages="、".join(record.confirmed_labels(Facet.PACKAGE)) or "未確定",
        opinion_id=record.opinion_id,
    )
