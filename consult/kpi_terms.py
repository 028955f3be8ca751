"""What a KPI is measured by: as somebody typed it, or else as the strategy's own rows tell (decision 0170)."""

from consult.models import Kpi, KpiSetting
from consult.typed_progress import Terms


def terms_of(kpi: Kpi, setting: KpiSetting | None) -> Terms:
    if setting is not None:
        return Terms(
            unit=setting.unit,
            decimals=setting.decimals,
            direction=setting.direction,
            is_cumulative=setting.is_cumulative,
            baseline_year=setting.baseline_year,
            baseline_value=setting.baseline_value,
            baseline_reference=setting.baseline_reference,
            target_year=setting.target_year,
            target_value=setting.target_value,
            version=setting.version,
        )
    first = next((row for row in kpi.values if row.value is not None), None)
    return Terms(
        unit=kpi.unit or "",
        decimals=kpi.decimals,
        direction=kpi.direction,
        is_cumulative=kpi.is_cumulative,
        baseline_year=first.reporting_year if first else None,
        baseline_value=first.value if first else None,
        baseline_reference=(first.reference or "") if first else "",
        target_year=kpi.target_year,
        target_value=kpi.target_value,
        is_first_value=first is not None,
        has_open_places=first is None and kpi.target_value is None,
    )
