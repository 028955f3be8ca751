"""KPIs as files: one line a KPI, one line a year, and how to read them. A blank cell is no 0 (D7)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from consult.domain.achievement import RULE
from consult.domain.dates import wareki_year
from consult.kpi_standing import Figure, KpiStanding
from consult.progress.queries import ReportingYears
from consult.spreadsheets import csv_writing, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet
from consult.typed_progress import Terms

NO_VALUE = "値なし"
TYPED, OF_STRATEGY = "職員の入力", "戦略の資料"
KPI_COLUMNS = (
    Column("戦略の期", 22),
    Column("位置づけ", 30),
    Column("KPI", 34),
    Column("単位", 8),
    Column("増減の向き", 12),
    Column("基準値", 10),
    Column("基準値の年", 10),
    Column("基準値の参照年", 14),
    Column("目標値", 10),
    Column("目標の年", 10),
    Column("最新の値", 10),
    Column("最新の値の年", 12),
    Column("最新の値の参照年", 14),
    Column("進み具合（％）", 12),
    Column("判定", 18),
    Column("判定できない理由など", 30),
    Column("最新の値の別", 12),
)
YEAR_COLUMNS = (
    Column("戦略の期", 22),
    Column("位置づけ", 30),
    Column("KPI", 34),
    Column("単位", 8),
    Column("報告した年", 10),
    Column("報告した年（和暦）", 14),
    Column("値", 12),
    Column("値の有無", 10),
    Column("参照年", 16),
    Column("前と同じ参照年", 12),
    Column("その年の増加分", 12),
    Column("資料の表記", 14),
    Column("備考、値がない理由", 40),
    Column("入力の別", 12),
    Column("値の別", 10),
    Column("公表", 10),
    Column("計画期間", 10),
)
NOTES = (
    *RULE,
    "「報告した年」はその値を報告した年、「参照年」は値が実際に属する年です。参照年が前の値と同じときは、新しく測られた値ではありません。",
    "値のないところは空欄です。0とは違います。",
    "「速報値」は、あとで確定する値です。",
    "「計画期間外」は、いまの戦略の期間より前か後の年度の値です。",
)


def as_xlsx(standings: Sequence[KpiStanding], years: ReportingYears) -> BinaryIO:
    sheets = [
        Sheet("進み具合", KPI_COLUMNS, (kpi_line(each) for each in standings)),
        Sheet("年ごとの値", YEAR_COLUMNS, _year_lines(standings, years)),
        Sheet("読み方", [], ([line] for line in NOTES)),
    ]
    return xlsx_writing.write_xlsx(sheets, title="KPIの進み具合")


def as_csv(standings: Sequence[KpiStanding], years: ReportingYears) -> BinaryIO:
    return csv_writing.write_csv([each.heading for each in YEAR_COLUMNS], _year_lines(standings, years))


def kpi_line(standing: KpiStanding) -> list[Cell]:
    terms, latest, judged = standing.terms, standing.latest, standing.judged
    return [
        *_head(standing),
        terms.direction.label if terms.direction else "決まっていない",
        number(terms, terms.baseline_value),
        terms.baseline_year,
        terms.baseline_reference,
        number(terms, terms.target_value),
        terms.target_year,
        number(terms, latest.value if latest else None),
        latest.year if latest else None,
        latest.reference if latest else "",
        None if judged.progress is None else Decimal(f"{judged.percent(1):.1f}"),
        judged.outcome.label,
        judged.reason,
        _kind(latest),
    ]


def _year_lines(standings: Iterable[KpiStanding], years: ReportingYears) -> Iterator[list[Cell]]:
    for standing in standings:
        for year in years.of(standing):
            cells = _figure_cells(standing, standing.figure(year))
            outside = "計画期間外" if standing.is_outside(year) else ""
            yield [*_head(standing), year, wareki_year(year), *cells, outside]


def _figure_cells(standing: KpiStanding, figure: Figure | None) -> list[Cell]:
    if figure is None:
        return [None, NO_VALUE, "", "", None, "", "", "", "", ""]
    terms = standing.terms
    return [
        number(terms, figure.value),
        NO_VALUE if figure.value is None else "あり",
        figure.reference,
        "同じ" if figure.is_repeated else "",
        number(terms, figure.increment),
        figure.reference_text,
        figure.note,
        TYPED if figure.saved_at else OF_STRATEGY,
        _kind(figure),
        "公表中" if figure.published_at or not figure.saved_at else "",
    ]


def _kind(figure: Figure | None) -> str:
    """Of a blank there is none."""
    if figure is None or figure.value is None:
        return ""
    return "速報値" if figure.is_preliminary else "確定値"


def _head(standing: KpiStanding) -> list[Cell]:
    kpi = standing.kpi
    name = f"{kpi.name}（いまの戦略にはありません）" if kpi.retired_at else kpi.name
    return [kpi.edition.label, standing.place, name, standing.terms.unit]


def number(terms: Terms, value: float | None) -> Decimal | None:
    """With its places; None is a blank cell."""
    return None if value is None else Decimal(f"{value:.{terms.decimals}f}")
