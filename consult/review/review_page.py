"""What the page of one opinion shows: suggestions as numbered rows, their evidence and reasons, and the other tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consult.domain.vocabulary import Facet, Outcome
from consult.models import Opinion, Tag
from consult.plan_codes import PlanCode, PlanCodes
from consult.review.queries import PastReview

# A theme brings its own mark; the other facets have one each, with the word beside it.
FACET_MARKS = {Facet.PACKAGE: "＃", Facet.MODEL: "◇"}
# How many tags an opinion usually has at most (a hint beside the boxes, never a stop).
USUAL_MOST = {Facet.THEME: 3, Facet.PACKAGE: 3, Facet.MODEL: 2}
KEYS = "123456789"


@dataclass(frozen=True)
class ReasonLine:
    """One contribution to the score (log-odds), with the words that caused it."""

    label: str
    weight: float
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class SuggestionRow:
    """`key` toggles it; the same mark and number stand at its words in the sentence."""

    number: int
    key: str
    code: PlanCode
    probability: float
    evidence: list[list[int]]
    quotes: tuple[str, ...]
    reasons: tuple[ReasonLine, ...]

    @property
    def sign(self) -> str:
        return f"{self.code.mark or FACET_MARKS.get(self.code.facet, '')}{self.number}"

    @property
    def score(self) -> float:
        """What the contributions add up to."""
        return sum(reason.weight for reason in self.reasons)


@dataclass(frozen=True)
class OtherCodes:
    """The tags of a facet that were not suggested: a person may add any of them."""

    facet: Facet
    codes: tuple[PlanCode, ...]
    usual_most: int


@dataclass(frozen=True)
class PastDecision:
    """One act of deciding, in words that a page can show."""

    review_id: int
    opinion_id: int
    text: str
    actor: str
    decided_at: datetime
    undone_at: datetime | None
    is_current: bool
    confirmed: tuple[tuple[PlanCode, bool], ...]
    rejected: tuple[PlanCode, ...]


def past_decision(past: PastReview, codes: PlanCodes) -> PastDecision:
    review, opinion = past.review, past.review.opinion
    return PastDecision(
        review_id=review.id,
        opinion_id=opinion.id,
        text=opinion.gist or opinion.wording,
        actor=past.actor,
        decided_at=review.decided_at,
        undone_at=review.undone_at,
        is_current=review.is_current,
        confirmed=tuple(
            (codes.known(row.facet, row.code), row.is_main)
            for row in review.decisions
            if row.outcome is Outcome.CONFIRMED
        ),
        rejected=tuple(
            codes.known(row.facet, row.code) for row in review.decisions if row.outcome is Outcome.REJECTED
        ),
    )


def suggestion_rows(opinion: Opinion, tags: Sequence[Tag], codes: PlanCodes) -> list[SuggestionRow]:
    """Rows in the order of the tags; a suggestion of a code that the plan no longer has is left out."""
    known = [(tag, code) for tag in tags if (code := codes.find(tag.facet, tag.code))]
    return [
        SuggestionRow(
            number=number,
            key=KEYS[number - 1] if number <= len(KEYS) else "",
            code=code,
            probability=tag.probability,
            evidence=tag.evidence,
            quotes=_quotes(opinion.wording, tag.evidence),
            reasons=tuple(
                ReasonLine(reason["label"], reason["weight"], _quotes(opinion.wording, reason["spans"]))
                for reason in tag.reasons
            ),
        )
        for number, (tag, code) in enumerate(known, start=1)
    ]


def evidence_spans(rows: Sequence[SuggestionRow]) -> list[tuple[int, int, str]]:
    """Every span with the sign of its row, for the marked sentence."""
    return [(start, end, row.sign) for row in rows for start, end in row.evidence]


def other_codes(rows: Sequence[SuggestionRow], codes: PlanCodes) -> list[OtherCodes]:
    suggested = {(row.code.facet, row.code.code) for row in rows}
    return [
        OtherCodes(
            facet,
            tuple(code for code in codes.of(facet) if (facet, code.code) not in suggested),
            USUAL_MOST[facet],
        )
        for facet in Facet
    ]


def _quotes(wording: str, spans: Sequence[Sequence[int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wording[start:end] for start, end in spans))
