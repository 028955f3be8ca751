"""Everything that a publication says, as plain data: the one thing that page and files are made of.

It is made twice: from the live round before release, and from the publication tables ever after. Its canonical form is
JSON with sorted keys and no blanks, in UTF-8; the digest is SHA-256 of that (TW2).
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from consult.domain.results import OPINIONS, Breakdown, Line
from consult.domain.vocabulary import Disposition, PublishedOutcome, ResultAxis


@dataclass(frozen=True)
class ChangedPlace:
    """修正箇所: its words, the anchor of its section or "", and the text before and after."""

    place: str
    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Answer:
    """A row of the table. `voices` are the opinions' own words, masked, where the city publishes them."""

    group_number: int
    about: str
    summary: str
    opinions: int
    committee_opinions: int
    wording: str
    reason: str
    class_label: str
    disposition: Disposition | None
    division: str
    revisions: tuple[ChangedPlace, ...] = ()
    voices: tuple[str, ...] = ()

    @property
    def voices_in_no_order(self) -> tuple[str, ...]:
        """The order of publication is not that of arrival (TP10)."""
        return tuple(sorted(self.voices, key=lambda words: hashlib.sha256(words.encode()).digest()))


@dataclass(frozen=True)
class Fate:
    """What became of one opinion: for the way back of who holds a receipt, never shown with its id."""

    opinion_id: int
    outcome: PublishedOutcome
    group_number: int | None = None
    wording: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """`facts` are the allow-listed facts of the case; `counts` every breakdown."""

    facts: dict[str, Any]
    answers: tuple[Answer, ...]
    counts: tuple[Breakdown, ...]
    fates: tuple[Fate, ...] = field(default=(), compare=False)

    def breakdown(self, axis: ResultAxis) -> Breakdown | None:
        return next((each for each in self.counts if each.axis is axis), None)

    @property
    def whole(self) -> Line:
        """意見数 and 提出者数."""
        round_ = self.breakdown(ResultAxis.ROUND)
        return round_.line(OPINIONS) if round_ else Line(OPINIONS, "意見", 0, 0)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What is published, without the marks of the version: plain values only. Made once: a release asks twice."""
        return {
            "facts": self.facts,
            "counts": [
                {"axis": each.axis.value, "title": each.axis.label, "lines": [asdict(x) for x in each.lines]}
                for each in self.counts
            ],
            "answers": [_answer(each) for each in self.answers],
        }

    @cached_property
    def digest(self) -> str:
        return canonical_digest(self.content)


def _answer(answer: Answer) -> dict[str, Any]:
    return asdict(answer) | {
        "disposition": answer.disposition.value if answer.disposition else None,
        "voices": list(answer.voices_in_no_order),
        "revisions": [asdict(each) for each in answer.revisions],
    }


def canonical(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", errors="surrogatepass")


def canonical_digest(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
