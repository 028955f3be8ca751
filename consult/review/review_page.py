"""What the page of one opinion shows: suggestions as numbered rows, their evidence and reasons, and the other tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consult.domain.vocabulary import Facet, Outcome
from consult.models import Opinion, ShadowLook, Tag
from consult.plan_codes import PlanCode, PlanCodes
from consult.review import explanation
from consult.review.explanation import ReasonLine, SentenceLine, WhatIf
from consult.review.queries import PastReview

# A theme brings its own mark; the other facets have one each, with the word beside it.
FACET_MARKS = {Facet.PACKAGE: "＃", Facet.MODEL: "◇"}
# How many tags an opinion usually has at most (a hint beside the boxes, never a stop).
USUAL_MOST = {Facet.THEME: 3, Facet.PACKAGE: 3, Facet.MODEL: 2}
KEYS = "123456789"


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
    threshold: float | None = None
    what_if: WhatIf | None = None

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


def meanings(
    codes: PlanCodes, definitions: Mapping[tuple[Facet, str], tuple[str, ...]]
) -> list[tuple[Facet, list[tuple[PlanCode, tuple[str, ...]]]]]:
    """What the plan says about each code, facet by facet; codes of which it says nothing are left out."""
    found = [
        (
            facet,
            [
                (code, lines)
                for code in codes.of(facet)
                if any(lines := definitions.get((facet, code.code), ()))
            ],
        )
        for facet in Facet
    ]
    return [(facet, some) for facet, some in found if some]


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
    return [_row(number, tag, code, opinion.wording) for number, (tag, code) in enumerate(known, start=1)]


def _row(number: int, tag: Tag, code: PlanCode, wording: str) -> SuggestionRow:
    reasons = explanation.reason_lines(tag, wording)
    return SuggestionRow(
        number=number,
        key=KEYS[number - 1] if number <= len(KEYS) else "",
        code=code,
        probability=tag.probability,
        evidence=tag.evidence,
        quotes=explanation.quotes(wording, tag.evidence),
        reasons=reasons,
        threshold=tag.threshold,
        what_if=explanation.what_if(tag, reasons),
    )


def sentences(opinion: Opinion, rows: Sequence[SuggestionRow], tags: Sequence[Tag]) -> list[SentenceLine]:
    """For a long opinion: which sentence speaks for which suggestion."""
    by_name = {(tag.facet, tag.code): tag for tag in tags}
    carried = [(row.sign, row.code.label, by_name[row.code.facet, row.code.code]) for row in rows]
    return explanation.sentence_lines(opinion.wording, carried)


@dataclass(frozen=True)
class SecondOpinion:
    """Where a tagger in shadow differs from the suggestions shown."""

    adds: tuple[PlanCode, ...]
    drops: tuple[PlanCode, ...]


def second_opinion(look: ShadowLook | None, codes: PlanCodes) -> SecondOpinion | None:
    """None where it agrees, or none is in shadow."""

    def named(pairs: list[list[str]]) -> tuple[PlanCode, ...]:
        return tuple(codes.known(Facet.of(facet), code) for facet, code in pairs)

    return SecondOpinion(named(look.adds), named(look.drops)) if look else None


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
