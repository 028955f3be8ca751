"""A load of the strategy never eats what people typed about a KPI."""

import pytest
from sqlalchemy import select

from consult.domain.errors import PlanRefused
from consult.extensions import db
from consult.kpi_standing import kpis_with_values, standing_of
from consult.models import Kpi
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests.consult.plan.conftest import MINATO
from tests.factories import make_kpi_entry, make_kpi_setting

pytestmark = pytest.mark.usefixtures("database")
TEXT = MINATO.read_text()
NAME = "新しく漁に出た人の数"


def typed_kpi() -> Kpi:
    load_strategy(MINATO)
    kpi = db.session.scalars(select(Kpi).where(Kpi.name == NAME)).one()
    make_kpi_entry(kpi=kpi, reporting_year=2025, value=7)
    return kpi


def values_of(name: str) -> list[tuple[int, float | None]]:
    standing = standing_of(kpis_with_values(Kpi.name == name))[0]
    return [(figure.year, figure.value) for figure in standing.figures]


def test_the_same_file_again_leaves_typed_values_and_terms() -> None:
    kpi = typed_kpi()
    make_kpi_setting(kpi=kpi, target_value=20)
    assert not load_strategy(MINATO).changed_anything
    assert values_of(NAME) == [(2025, 7)]
    assert standing_of(kpis_with_values(Kpi.id == kpi.id))[0].terms.target_value == 20


def test_a_reworded_kpi_and_a_renamed_package_keep_the_values() -> None:
    kpi = typed_kpi()
    load_strategy(TEXT.replace(NAME, "新しく漁に出た人数").replace("漁師の学校", "海の学校"))
    assert values_of("新しく漁に出た人数") == [(2025, 7)]
    assert db.session.get_one(Kpi, kpi.id).package.name == "海の学校"


def test_a_kpi_that_becomes_another_is_kept_apart_with_its_values_and_comes_back() -> None:
    kpi = typed_kpi()
    load_strategy(TEXT.replace(NAME, "港の水揚げ高"))
    assert values_of("港の水揚げ高") == []
    assert kpi.retired_at is not None and values_of(NAME) == [(2025, 7)]
    db.session.expire_all()
    assert [each.name for each in kpi.package.kpis] == ["港の水揚げ高"]
    load_strategy(TEXT)
    assert kpi.retired_at is None and values_of(NAME) == [(2025, 7)]
    assert db.session.scalar(select(Kpi).where(Kpi.name == "港の水揚げ高")) is None


def test_a_file_without_the_package_of_typed_values_is_refused() -> None:
    typed_kpi()
    lines = [line for line in TEXT.splitlines() if 'code: "P1"' not in line]
    with pytest.raises(PlanRefused, match="P1"):
        load_strategy("\n".join(lines).replace("P1", "P7"))


def test_typed_corrections_of_the_first_phase_stand_after_its_file_is_loaded_again() -> None:
    load_strategy(SHIPPED_STRATEGY)
    nine = standing_of(kpis_with_values(Kpi.goal_id.is_not(None)))
    assert len(nine) == 9 and all(len(each.figures) == 5 for each in nine)
    make_kpi_entry(kpi=nine[0].kpi, reporting_year=2019, value=1.44, reference="H30")
    make_kpi_entry(kpi=nine[0].kpi, reporting_year=2020, value=None, note="未公表")
    load_strategy(SHIPPED_STRATEGY)
    first = standing_of(kpis_with_values(Kpi.goal_id.is_not(None)))[0]
    assert [(figure.year, figure.value) for figure in first.figures][-2:] == [(2019, 1.44), (2020, None)]
    assert first.latest is not None and first.latest.value == 1.44
