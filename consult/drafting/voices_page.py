"""What the pages show of chosen voices: whole opinions with the reason of the choice, and phrases with their sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from consult import opinion_records, redactions
from consult.domain.key_phrases import KeyPhrase, key_phrases
from consult.domain.representatives import Choice, Pick, Reason, representatives
from consult.domain.summaries import Sentence, foreign_words, offered_sentences
from consult.domain.vocabulary import Stance
from consult.drafting.voices import Said, Voices, others
from consult.extensions import db
from consult.models import Opinion
from consult.nlp_gateway import sentences_of
from consult.opinion_records import OpinionRecord
from consult.plan_codes import PlanCode, PlanCodes

NEW_WORDS_SHOWN = 5
SENTENCES_SHOWN = 3
# Of more texts every second, third … says what is said again and again as well.
MOST_TEXTS = 2_000


@dataclass(frozen=True)
class ShownPick:
    """A chosen opinion, with why it was chosen and how many opinions have its text."""

    record: OpinionRecord
    reason: str
    stance: str
    group: str
    copies: int
    is_pinned: bool = False


@dataclass(frozen=True)
class ShownChoice:
    picks: tuple[ShownPick, ...]
    choice: Choice


@dataclass(frozen=True)
class QuotedSentence:
    """`may_leave` is False for what was said in a hearing whose body did not agree to be quoted."""

    opinion_id: int
    text: str
    source: str
    may_leave: bool


@dataclass(frozen=True)
class ShownPhrase:
    """A phrase as it is written most often, and sentences that hold it. `texts` different texts say it."""

    text: str
    texts: int
    sentences: tuple[QuotedSentence, ...]


@dataclass(frozen=True)
class ShownPhrases:
    """`looked_at` of `texts` different texts were looked through for them."""

    phrases: tuple[ShownPhrase, ...]
    looked_at: int
    texts: int


def shown_representatives(voices: Voices, codes: PlanCodes) -> ShownChoice:
    """A fixed number of queries."""
    choice = representatives((each.voice for each in voices.said), pinned=voices.pinned)
    return ShownChoice(tuple(shown_picks(choice.picks, voices, codes, as_written=True)), choice)


def shown_picks(
    picks: Sequence[Pick], voices: Voices, codes: PlanCodes, *, as_written: bool
) -> Iterator[ShownPick]:
    """`as_written` for the desk, which is read inside of the house; otherwise as they may leave it."""
    records = records_of([pick.voice.id for pick in picks], codes, as_written=as_written)
    for pick in picks:
        said, record = voices.by_id[pick.voice.id], records[pick.voice.id]
        stance = said.stance
        yield ShownPick(
            record,
            _reason(pick, said, record.wording),
            "" if stance.stance is Stance.NEITHER else f"{stance.stance.label}（「{stance.words}」）",
            said.group.label,
            voices.copies[said.digest],
            pick.reason is Reason.PINNED,
        )


def words_of_nobody(headline: str, voices: Voices) -> list[str]:
    """Words of a headline that stand in none of the opinions, in its order: a hint for whoever wrote it (D2)."""
    if not voices.said:
        return []
    spans = foreign_words(headline, (each.wording for each in voices.said))
    return [headline[start:end] for start, end in spans]


def shown_phrases(about: PlanCode, voices: Voices, codes: PlanCodes) -> ShownPhrases:
    """Phrases that set these voices apart, with sentences in which 〔非公表〕 stands for what is withheld. A fixed number
    of queries."""
    read = list({each.digest: each for each in reversed(voices.said) if each.kept}.values())[::-1]
    texts = read[:: -(-len(read) // MOST_TEXTS) or 1]
    found = key_phrases(((each.wording, each.kept.cut()) for each in texts if each.kept), others(about))
    chosen = [(phrase, _holding(phrase, texts)) for phrase in found]
    used = {each.id: each for _phrase, said in chosen for each, _span in said}
    quoted = _sentences(used.values())
    records = records_of(list(used), codes, as_written=True)
    shown = (_phrase(phrase, said, quoted, records) for phrase, said in chosen)
    return ShownPhrases(tuple(phrase for phrase in shown if phrase.sentences), len(texts), len(read))


def _reason(pick: Pick, said: Said, shown: str) -> str:
    if pick.reason is not Reason.COVERS:
        return pick.reason.value
    # A word that is masked in the quotation is masked here, too.
    words = [word for form in pick.new if (word := said.name_in(form)) and word in shown]
    if not words:
        return pick.reason.value if pick.new else "まだ選ばれていない相手の意見"
    more = "など" if len(words) > NEW_WORDS_SHOWN else ""
    return f"はじめて出る言葉：{'、'.join(words[:NEW_WORDS_SHOWN])}{more}"


def _holding(phrase: KeyPhrase, texts: Iterable[Said]) -> list[tuple[Said, tuple[int, int]]]:
    """Texts that hold it, of different groups first; a few more than are shown, should one not be quotable."""
    found = []
    for said in texts:
        if phrase.row[0] not in said.points or (cut := said.cut) is None:
            continue
        if place := next(cut.places(phrase.row), None):
            found.append((said, cut.span(place)))
    first_of: dict[str, int] = {}
    for said, _span in found:
        first_of.setdefault(said.group.label, said.id)
    firsts = set(first_of.values())
    found.sort(key=lambda each: (each[0].id not in firsts, each[0].id))
    return found[: SENTENCES_SHOWN * 2]


def _sentences(used: Iterable[Said]) -> dict[int, list[Sentence]]:
    texts = {said.id: said.wording for said in used}
    passages = redactions.passages_of(texts)
    return {
        number: offered_sentences(wording, sentences_of(wording), passages[number].withheld)
        for number, wording in texts.items()
    }


def _phrase(
    phrase: KeyPhrase,
    said: Sequence[tuple[Said, tuple[int, int]]],
    quoted: dict[int, list[Sentence]],
    records: dict[int, OpinionRecord],
) -> ShownPhrase:
    written: list[str] = []
    sentences = []
    for each, (start, end) in said:
        words = each.wording[start:end]
        record = records[each.id]
        sentence = next((s for s in quoted[each.id] if s.start <= start and end <= s.end), None)
        if sentence and words in sentence.text:
            written.append(words)
            sentences.append(QuotedSentence(each.id, sentence.text, record.source.text, record.may_leave))
    text = max(written, key=written.count) if written else ""
    return ShownPhrase(text, phrase.texts, tuple(sentences[:SENTENCES_SHOWN]))


def records_of(ids: Sequence[int], codes: PlanCodes, *, as_written: bool = False) -> dict[int, OpinionRecord]:
    rows = db.session.scalars(opinion_records.with_sources().where(Opinion.id.in_(ids))).all()
    records = opinion_records.records(rows, codes)
    return {
        record.opinion_id: record
        for record in (records if as_written else redactions.leaving_together(records))
    }
