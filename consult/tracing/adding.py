"""To add a link by hand: the targets of one kind that hold what was typed, short of those that have a link already."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from consult.domain.folding import fold
from consult.domain.vocabulary import LinkKind
from consult.link_targets import LinkTarget, Targets
from consult.models import Submission

KINDS = LinkKind.choices()
ON_A_PAGE = 20
LONGEST = 100


@dataclass(frozen=True)
class TargetSearch:
    kind: LinkKind = LinkKind.MEASURE
    q: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "TargetSearch":
        kind = next((each for each in LinkKind if each.value == args.get("kind")), LinkKind.MEASURE)
        return cls(kind, args.get("q", "").strip()[:LONGEST])

    def as_args(self) -> dict[str, str]:
        return {"kind": self.kind.value, **({"q": self.q} if self.q else {})}

    def found(
        self, targets: Targets, *, left_out: Collection[LinkTarget], case_of: Submission | None
    ) -> list[LinkTarget]:
        """In their order. What was sent to a case leads to passages of its draft alone."""
        words = fold(self.q).split()
        return [
            each
            for each in self._of_kind(targets, case_of)
            if each not in left_out and all(word in fold(f"{each.text}{each.place}") for word in words)
        ]

    def _of_kind(self, targets: Targets, case_of: Submission | None) -> Iterator[LinkTarget]:
        case_id = case_of.consultation_id if case_of else None
        for each in targets.of(self.kind):
            if each.kind is not LinkKind.PASSAGE or case_id in (None, each.row_id):
                yield each
