"""What the page of learning shows: the tagger at work, the refit that goes on, the one in shadow and why it is there."""

from dataclasses import dataclass

from consult import learning_due
from consult.blind_labels import count_of_blind_labels
from consult.domain.refit_steps import STEPS
from consult.domain.vocabulary import Facet, RefitState
from consult.learning import queries
from consult.learning_gateway import ENOUGH_BLIND, LARGEST_LOSS, SLIGHT_LOSS, Condition
from consult.models import LearnedTagger, Refit

# The verdict hangs on hundredths; two places would show 0.63, 0.64 and a difference of 0.02.
PLACES = 3


@dataclass(frozen=True)
class FacetRow:
    """One facet of a comparison: F1 of the tagger at work and of the new one, and the difference with its interval."""

    label: str
    current: float
    new: float
    difference: float
    low: float
    high: float
    is_worse: bool

    @property
    def shown_difference(self) -> float:
        """Of the two figures as they are shown: who subtracts one from the other gets it."""
        return round(self.new, PLACES) - round(self.current, PLACES)


@dataclass(frozen=True)
class Progress:
    """How far the open refit is; `done` of `steps` steps are behind it."""

    refit: Refit

    @property
    def is_waiting(self) -> bool:
        return self.refit.state is RefitState.WAITING

    @property
    def steps(self) -> int:
        return len(STEPS)

    @property
    def done(self) -> int:
        return self.refit.step

    @property
    def doing(self) -> str:
        return "順番を待っています" if self.is_waiting else STEPS[min(self.refit.step, len(STEPS) - 1)]


@dataclass(frozen=True)
class Shadow:
    """A learned tagger that does not work yet, and what keeps it."""

    tagger: LearnedTagger
    facets: tuple[FacetRow, ...]
    blind_labels: int

    @property
    def lacks_labels(self) -> bool:
        return not self.facets

    @property
    def labels_needed(self) -> int:
        return ENOUGH_BLIND

    @property
    def may_be_promoted(self) -> bool:
        return self.blind_labels < ENOUGH_BLIND

    @property
    def worse(self) -> str:
        return "・".join(row.label for row in self.facets if row.is_worse)


@dataclass(frozen=True)
class LearningPage:
    """`active_facets`: the comparison by which the one at work took over; empty when a person decided it."""

    active: LearnedTagger | None
    active_facets: tuple[FacetRow, ...]
    condition: Condition
    progress: Progress | None
    last: Refit | None
    shadow: Shadow | None
    new_decisions: int

    @property
    def losses_allowed(self) -> tuple[float, float]:
        """What the difference, and the lower end of its interval, may not fall below."""
        return -SLIGHT_LOSS, -LARGEST_LOSS

    @property
    def is_usable(self) -> bool:
        return self.condition is Condition.USABLE

    @property
    def is_worth_a_refit(self) -> bool:
        return learning_due.is_worth_a_refit(self.new_decisions)

    @property
    def seen(self) -> int:
        return self.active.id if self.active else 0


def learning_page() -> LearningPage:
    """As things stand; a number of queries that no row adds to."""
    active, shadow, last = queries.active(), queries.shadow(), queries.last_refit()
    return LearningPage(
        active=active,
        active_facets=_facets(active) if active and active.activated_by_id is None else (),
        condition=queries.condition_of(active) if active else Condition.USABLE,
        progress=Progress(last) if last and last.is_open else None,
        last=last,
        shadow=Shadow(shadow, _facets(shadow), count_of_blind_labels()) if shadow else None,
        new_decisions=learning_due.new_decisions(),
    )


def _facets(row: LearnedTagger) -> tuple[FacetRow, ...]:
    labels = {facet.value: facet.label for facet in Facet}
    return tuple(
        FacetRow(
            labels[figures["facet"]],
            figures["current"],
            figures["new"],
            figures["difference"],
            figures["low"],
            figures["high"],
            figures["is_worse"],
        )
        for figures in row.figures
        if figures["difference"] is not None
    )
