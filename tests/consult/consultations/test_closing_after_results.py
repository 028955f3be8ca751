"""A deadline that published results were counted by does not move any more (R53)."""

from datetime import timedelta

import pytest

from consult import clock
from consult.consultations import acts
from consult.domain.errors import ActRefused
from tests import factories


@pytest.mark.usefixtures("database")
def test_an_early_closing_is_not_taken_back_once_results_are_public() -> None:
    now = clock.now()
    today, closed_at = clock.today(), now - timedelta(hours=1)
    case = factories.make_consultation(
        opens_on=today - timedelta(days=9),
        closes_on=today + timedelta(days=9),
        closed_early_at=closed_at,
        closed_early_reason="市の都合。",
    )
    factories.make_publication(consultation=case)
    with pytest.raises(ActRefused, match="結果を公表した案件"):
        acts.take_back_closing(case, by=factories.make_staff_member(), at=now)
    assert case.closed_early_at == closed_at
