"""The yearly check as the content of a paper: every package of a year, or one package with its voices in their own words."""

from collections.abc import Sequence

from consult.documents.check_paper import CheckPaper, PaperPackage, PaperQuotes
from consult.domain.dates import wareki, wareki_year
from consult.domain.vocabulary import KpiDirection
from consult.kpi_standing import KpiStanding
from consult.opinion_records import OpinionRecord
from consult.progress.inquiries import today
from consult.progress.kpi_filter import numbers_by_state
from consult.progress.sheet_writing import NOTES
from consult.progress.sheets import PackageSheet, SheetLine
from consult.progress.writing import NO_VALUE

QUOTED = (
    "引用した意見は、公表の承諾があるもののうち新しいものです。個人に関わるところは〔非公表〕としています。"
)


def of_year(lines: Sequence[SheetLine], year: int, *, city: str, is_invented: bool) -> CheckPaper:
    packages = tuple(_package(line, year, quotes=()) for line in lines)
    title = f"{wareki_year(year)}年度の効果検証"
    return CheckPaper(title, _footer(city, is_invented), packages, NOTES, summary_of(lines, year))


def summary_of(lines: Sequence[SheetLine], year: int) -> tuple[str, ...]:
    """How the year stands as a whole, in figures that add up."""
    kpis = [each for line in lines for each in line.kpis]
    states = "、".join(
        f"{state.label}{number}件" for state, number in numbers_by_state(kpis).items() if number
    )
    missing = sum(1 for each in kpis if (figure := each.figure(year)) is None or figure.value is None)
    assessed = sum(1 for line in lines if line.assessments)
    return (
        f"KPI{len(kpis)}件：{states or 'なし'}。このうち{year}年度の値がないもの{missing}件。",
        f"担当課の評価がある政策パッケージ：{len(lines)}のうち{assessed}。",
    )


def of_package(sheet: PackageSheet, *, city: str, is_invented: bool) -> CheckPaper:
    package, year = sheet.line.package, sheet.year
    quotes = (_quotes("この政策を求めた意見", sheet.asked), _quotes("その後に寄せられた意見", sheet.since))
    said = tuple(part for part in quotes if part.quotes)
    content = _package(sheet.line, year, quotes=said)
    title = f"{wareki_year(year)}年度の効果検証：{package.name}"
    return CheckPaper(title, _footer(city, is_invented), (content,), (*NOTES, QUOTED))


def _footer(city: str, is_invented: bool) -> str:
    day = f"{wareki(today())}現在"
    parts = [city, day, "架空のデータを含みます" if is_invented else ""]
    return "　".join(part for part in parts if part)


def _quotes(heading: str, records: Sequence[OpinionRecord]) -> PaperQuotes:
    return PaperQuotes(heading, tuple((each.wording, each.source.text) for each in records))


def _package(line: SheetLine, year: int, *, quotes: tuple[PaperQuotes, ...]) -> PaperPackage:
    package, voices = line.package, line.voices
    others = f"、年度の後の意見{voices.later:,}件" if voices.later else ""
    others += f"、日付の分からない意見{voices.undated:,}件" if voices.undated else ""
    return PaperPackage(
        heading=f"{package.code} {package.name}",
        kpis=tuple(_kpi(each, year) for each in line.kpis),
        measures=tuple(measure.name for measure in package.measures),
        voices=f"確定した意見：戦略の前に寄せられた意見{voices.asked:,}件、戦略の期間の意見{voices.since:,}件{others}",
        quotes=quotes,
        said=tuple(
            (
                each.division.name,
                (
                    ("評価の区分", each.pace.label if each.pace else "選ばれていません"),
                    ("取組の状況", each.done or "記入なし"),
                    ("評価と課題", each.assessment or "記入なし"),
                    ("今後の対応", each.next_step or "記入なし"),
                ),
            )
            for each in line.assessments
        ),
    )


def _kpi(standing: KpiStanding, year: int) -> tuple[str, ...]:
    terms, figure, judged = standing.terms, standing.figure(year), standing.judged
    value = NO_VALUE
    if figure is not None and figure.value is not None:
        value = f"{terms.shown(figure.value)}{terms.unit}{figure.mark}\n（参照年{figure.reference}）"
    elif figure is not None and figure.note:
        value = f"{NO_VALUE}（{figure.note}）"
    return (
        _name(standing),
        _with_year(terms.shown(terms.baseline_value), terms.unit, terms.baseline_year),
        _with_year(terms.shown(terms.target_value), terms.unit, terms.target_year),
        value,
        _progress(standing, year),
        f"{judged.outcome.label}\n（{judged.reason}）" if judged.reason else judged.outcome.label,
    )


def _name(standing: KpiStanding) -> str:
    """A smaller figure as the better one is said: a reader takes the other for granted."""
    falls = standing.terms.direction is KpiDirection.DOWN
    return f"{standing.kpi.name}\n（{KpiDirection.DOWN.label}）" if falls else standing.kpi.name


def _progress(standing: KpiStanding, year: int) -> str:
    percent, latest = standing.judged.percent(), standing.latest
    if percent is None or latest is None:
        return "－"
    return f"{percent:.0f}％" if latest.year == year else f"{percent:.0f}％\n（{latest.year}年）"


def _with_year(text: str, unit: str, year: int | None) -> str:
    if not text:
        return "なし"
    return f"{text}{unit}\n（{year}年）" if year else f"{text}{unit}"
