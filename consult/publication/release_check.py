"""The check before release: what is left over, and every personal item that would go out, one by one (O14, R35, R52)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, or_, select

from consult import finder_gateway, redactions
from consult.database import let_writers_in
from consult.domain.contact_words import Needles, needles, standing_in
from consult.domain.period import PeriodState
from consult.domain.publication_rules import Check, Concern, Finding, answer_findings
from consult.domain.redaction import is_told
from consult.domain.vocabulary import PassageOutcome, PublishedOutcome
from consult.extensions import db
from consult.models import Consultation, Opinion, PersonalLook, Redaction, Submission, Submitter
from consult.publication.live_round import LiveRound


@dataclass(frozen=True)
class Passage:
    """A text that would go out: where it stands, and the answer group that it belongs to."""

    where: str
    text: str
    group_id: int | None = None


def check(live: LiveRound, *, at: datetime, note: str = "", with_voices: bool = False) -> Check:
    """Everything that stands in the way, named; `note` goes out too."""
    texts = [*_texts(live), *([Passage("正誤・理由の文", note)] if note else [])]
    findings = [
        *_round_findings(live, at),
        *_opinion_findings(live, texts, with_voices=with_voices),
        *_contact_findings(live.consultation, texts),
        *_own_words_findings(live),
        *_finder_findings(texts),
    ]
    return Check(tuple(dict.fromkeys(findings)), tuple(_warnings(live)))


def _round_findings(live: LiveRound, at: datetime) -> Iterator[Finding]:
    if live.consultation.period.state_at(at) is not PeriodState.CLOSED:
        yield Finding(Concern.PERIOD, "募集期間が終わってから公表できます")
    for opinion in live.left_over:
        yield Finding(Concern.LEFT_OVER, f"意見番号{opinion.id}", opinion_id=opinion.id)
    asks_for_class = bool(live.consultation.result_classes)
    sizes = Counter(each.group_id for each in live.to_answer)
    yield from answer_findings(
        each.state(opinions=sizes[each.group.id], asks_for_class=asks_for_class)
        for each in live.standing_answers
    )


def _texts(live: LiveRound) -> Iterator[Passage]:
    for each in live.standing_answers:
        named = (("意見の概要", each.summary), ("市の考え方", each.wording), ("理由", each.reason))
        revised = (
            (f"修正箇所「{place.place}」", text)
            for place in each.revisions
            for text in (place.place, place.before, place.after)
        )
        for name, text in (*named, *revised):
            if text:
                yield Passage(f"{each.where}の{name}", text, each.group.id)


def _opinion_findings(live: LiveRound, texts: Iterable[Passage], *, with_voices: bool) -> Iterator[Finding]:
    """Proposals on which nobody has decided, and masked words that a summary or an answer still says."""
    groups = {each.id: each.group_id for each in live.to_answer}
    of_group: dict[int | None, list[Passage]] = {}
    for each in texts:
        of_group.setdefault(each.group_id, []).append(each)
    wordings = {key: text for key, text in _wordings_to_look_at(live.consultation) if key in groups}
    proposed = redactions.passages_of(wordings)
    let_writers_in()
    for opinion_id, passages in proposed.items():
        wording = wordings[opinion_id]
        around = [*of_group.get(groups[opinion_id], []), *of_group.get(None, [])]
        for passage in passages.undecided:
            if with_voices or any(is_told(each.text, wording, passage.span) for each in around):
                where = f"意見番号{opinion_id}（{passage.kind.label}）"
                words = wording[passage.start : passage.end]
                yield Finding(Concern.UNDECIDED, where, words, opinion_id=opinion_id)
        for span in passages.masked:
            for each in around:
                if is_told(each.text, wording, span):
                    words = wording[slice(*span)]
                    yield Finding(Concern.MASKED_WORDS, each.where, words, group_id=each.group_id)


def _wordings_to_look_at(consultation: Consultation) -> list[tuple[int, str]]:
    """Only opinions in which something is proposed or masked, or which nobody has looked at."""
    looked = exists().where(PersonalLook.opinion_id == Opinion.id)
    proposed = exists().where(PersonalLook.opinion_id == Opinion.id, PersonalLook.undecided > 0)
    masked = exists().where(
        Redaction.opinion_id == Opinion.id,
        Redaction.undone_at.is_(None),
        Redaction.outcome == PassageOutcome.MASKED,
    )
    statement = (
        select(Opinion.id, Opinion.wording)
        .join(Submission, Submission.id == Opinion.submission_id)
        .where(Submission.consultation_id == consultation.id, or_(~looked, proposed, masked))
    )
    return list(db.session.execute(statement).tuples())


def _contact_findings(consultation: Consultation, texts: Iterable[Passage]) -> Iterator[Finding]:
    """Whether any text says what a submitter of this case gave as a contact, or bears a submitter's name."""
    texts, wanted = list(texts), _needles_of(consultation)
    let_writers_in()
    together = "\n".join(each.text for each in texts)
    # Asked of all texts at once first: of a thousand submitters hardly one stands in any.
    contacts = list(standing_in(together, wanted.contacts))
    names = list(standing_in(together, wanted.names))
    for each in texts:
        for word in standing_in(each.text, contacts):
            yield Finding(Concern.CONTACT, each.where, word, group_id=each.group_id)
        for word in standing_in(each.text, names):
            yield _possible(each, f"{word}（提出者の名前と同じ）")


def _own_words_findings(live: LiveRound) -> Iterator[Finding]:
    """Whether an opinion that goes out in its own words still says who sent it; each is asked for its own sender."""
    voices = {each.opinion_id: each.wording for each in live.snapshot.fates if each.wording}
    if not voices:
        return
    statement = _senders(live.consultation, Opinion.id).join(Opinion, Opinion.submission_id == Submission.id)
    senders = db.session.execute(statement).all()
    let_writers_in()
    for row in senders:
        if row.id not in voices:
            continue
        wanted, said = _needles([row]), Passage(f"意見番号{row.id}", voices[row.id])
        for word in standing_in(said.text, wanted.contacts):
            yield Finding(Concern.CONTACT, said.where, word, opinion_id=row.id)
        for word in standing_in(said.text, wanted.names):
            yield replace(_possible(said, f"{word}（提出者の名前と同じ）"), opinion_id=row.id)


def _needles_of(consultation: Consultation) -> Needles:
    return _needles(db.session.execute(_senders(consultation).distinct()).all())


def _senders(consultation: Consultation, *more: Any) -> Select[Any]:
    return (
        select(Submitter.email, Submitter.address, Submitter.phone, Submitter.name, Submitter.representative)
        .add_columns(Submitter.may_name_organisation, Submitter.organisation, *more)
        .join(Submission, Submission.submitter_id == Submitter.id)
        .where(Submission.consultation_id == consultation.id)
    )


def _needles(rows: Sequence[Any]) -> Needles:
    organisations = {row.organisation for row in rows if not row.may_name_organisation}
    people = {name for row in rows for name in (row.name, row.representative)}
    return needles(
        contacts={words for row in rows for words in (row.email, row.address)},
        phones={row.phone for row in rows},
        names=people | organisations,
    )


def _finder_findings(texts: Iterable[Passage]) -> Iterator[Finding]:
    for each in texts:
        for start, end, _ in finder_gateway.personal_passages(each.text):
            yield _possible(each, each.text[start:end])


def _possible(passage: Passage, words: str) -> Finding:
    """Its key changes with the words: what somebody ticked is what goes out."""
    key = hashlib.sha256(f"{passage.where}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Finding(Concern.POSSIBLE, passage.where, words, group_id=passage.group_id, key=key)


def _warnings(live: LiveRound) -> Iterator[str]:
    numbers = dict.fromkeys(PublishedOutcome, 0)
    for opinion in live.opinions:
        numbers[opinion.outcome] += 1
    for outcome in (PublishedOutcome.LATE, PublishedOutcome.SET_ASIDE, PublishedOutcome.WITHDRAWN):
        if numbers[outcome]:
            yield f"{outcome.label}：{numbers[outcome]}件（意見の数には入れず、別の行で公表します）"
    mechanical = sum(each.looks_mechanical for each in live.opinions)
    if mechanical:
        yield f"機械的な送信かもしれないと印の付いた意見が{mechanical}件、受付対象として数えられています。"
    own = sum(each.is_own_work for each in live.standing_answers)
    if own:
        yield f"書いた人が自ら決裁した回答：{own}件"
    revised = any(each.revisions for each in live.standing_answers)
    if revised and len(live.snapshot.facts["drafts"]) == 1:
        yield "修正した案の文章がまだ公開されていません。「案の文章」で公開すると、結果のページから読めます。"
