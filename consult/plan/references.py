"""What a strategy file's parts say about each other: codes named once, and everything named exists."""

import re
from collections.abc import Iterable, Iterator

from consult.plan.results_schema import EarlierEdition, KpiEntry
from consult.plan.strategy_schema import CurrentEdition, StrategyContent
from consult.plan.yaml_source import Path

Problem = tuple[Path, str]
NUMBERED = re.compile(r"([1-9]\d*)-([1-9]\d*)")
# 「スポーツ (→1-4)」: the guide sends the reader to another package.
SENT_TO = re.compile(r"→\s*([0-9A-Za-z][0-9A-Za-z_-]*)")


def problems_between(content: StrategyContent) -> list[Problem]:
    """Doubled codes and names that lead nowhere, each with its path; empty when all is well."""
    return [
        *_doubled_codes(content),
        *_packages(content.phase2, content.phase1),
        *_goals_without_package(content.phase2),
        *_ruby(content.phase2),
        *(_earlier_edition(content.phase1, content.phase2) if content.phase1 else ()),
        *_main_opinions(content),
        *_population(content),
        *_periods(content),
    ]


def _doubled_codes(content: StrategyContent) -> Iterator[Problem]:
    current, earlier, opinions = content.phase2, content.phase1, content.main_opinions
    steps = content.consultation_timeline
    yield from _doubled(("themes",), "code", (each.code for each in content.themes))
    yield from _doubled(("themes",), "label", (each.label for each in content.themes))
    yield from _doubled(("vocabulary",), "surface", (each.surface for each in content.vocabulary))
    yield from _doubled(("districts",), None, content.districts)
    yield from _doubled(("phase2", "goals"), "number", (each.number for each in current.goals))
    yield from _doubled(("phase2", "packages"), "code", (each.code for each in current.packages))
    yield from _doubled(("phase2", "promotion_models"), "code", (m.code for m in current.promotion_models))
    yield from _doubled(
        ("phase2", "promotion_models"), "number", (m.number for m in current.promotion_models)
    )
    for n, package in enumerate(current.packages):
        yield from _doubled(("phase2", "packages", n, "measures"), None, package.measures)
        yield from _doubled(("phase2", "packages", n, "kpis"), None, package.kpis)
    for n, model in enumerate(current.promotion_models):
        blocks: Path = ("phase2", "promotion_models", n, "blocks")
        yield from _doubled(blocks, "name", (block.name for block in model.blocks))
    yield from _doubled(
        ("phase1", "packages"), "code", (e.code for e in (earlier.packages if earlier else ()))
    )
    yield from _doubled(("consultation_timeline",), "id", (each.id for each in steps))
    every_step = {step.id for step in steps}
    for n, step in enumerate(steps):
        path: Path = ("consultation_timeline", n, "parts")
        yield from _doubled(path, "id", (part.id for part in step.parts), seen=every_step)
    seen: set[object] = set()
    for n, band in enumerate(opinions.themes if opinions else ()):
        path = ("main_opinions", "themes", n, "opinions")
        yield from _doubled(path, "id", (each.id for each in band.opinions), seen=seen)


def _doubled(
    path: Path, name: str | None, values: Iterable[object], *, seen: set[object] | set[str] | None = None
) -> Iterator[Problem]:
    known: set[object] = seen if seen is not None else set()  # type: ignore[assignment]
    for n, value in enumerate(values):
        if value in known:
            yield (*path, n, *([name] if name else [])), f"「{value}」が二度使われています。"
        known.add(value)


def _packages(current: CurrentEdition, earlier: EarlierEdition | None) -> Iterator[Problem]:
    goals = {goal.number for goal in current.goals}
    codes = {package.code for package in current.packages}
    before = {package.code for package in earlier.packages} if earlier else set()
    for n, package in enumerate(current.packages):
        path: Path = ("phase2", "packages", n)
        if package.goal not in goals:
            yield (*path, "goal"), f"基本目標{package.goal}はありません。"
        if package.same_name_as_phase1 and package.same_name_as_phase1 not in before:
            yield (
                (*path, "same_name_as_phase1"),
                f"前の期に政策パッケージ「{package.same_name_as_phase1}」がありません。",
            )
        for code in SENT_TO.findall(f"{package.includes or ''}{package.excludes or ''}"):
            if code not in codes:
                yield (*path, "excludes"), f"政策パッケージ「{code}」がありません。"
    yield from _missing_numbers(("phase2", "packages"), [each.code for each in current.packages])
    yield from _missing_numbers(
        ("phase1", "packages"), [e.code for e in (earlier.packages if earlier else ())]
    )


def _missing_numbers(path: Path, codes: list[str]) -> Iterator[Problem]:
    """Codes such as 2-3 count their goal's packages: a gap means that a package was lost from the file."""
    numbered = [NUMBERED.fullmatch(code) for code in codes]
    pairs = [(int(m[1]), int(m[2])) for m in numbered if m]
    if len(pairs) < len(codes):
        return
    for goal in sorted({first for first, _ in pairs}):
        numbers = {second for first, second in pairs if first == goal}
        for number in sorted(set(range(1, max(numbers))) - numbers):
            yield path, f"政策パッケージ「{goal}-{number}」がありません。"


def _goals_without_package(current: CurrentEdition) -> Iterator[Problem]:
    used = {package.goal for package in current.packages}
    for n, goal in enumerate(current.goals):
        if goal.number not in used:
            yield ("phase2", "goals", n), f"基本目標{goal.number}に政策パッケージがありません。"


def _ruby(current: CurrentEdition) -> Iterator[Problem]:
    for n, goal in enumerate(current.goals):
        for word in goal.title_ruby:
            if not word or word not in goal.title:
                yield ("phase2", "goals", n, "title_ruby", word), f"「{word}」は題名の中にありません。"


def _earlier_edition(earlier: EarlierEdition, current: CurrentEdition) -> Iterator[Problem]:
    goals = {f"goal{goal.number}" for goal in current.goals}
    for part, keys in (("kpi", earlier.kpi), ("results", earlier.results)):
        for key in keys:
            if key not in goals:
                yield ("phase1", part, key), f"基本目標{key.removeprefix('goal')}はありません。"
    if earlier.overall_review:
        rows = (row.purpose for row in earlier.overall_review.rows)
        yield from _doubled(("phase1", "overall_review", "rows"), "purpose", rows)
    for key, entries in earlier.kpi.items():
        yield from _doubled(("phase1", "kpi", key), "name", (entry.name for entry in entries))
        for n, entry in enumerate(entries):
            yield from _kpi(("phase1", "kpi", key, n), entry, earlier.kpi_columns)


def _kpi(path: Path, entry: KpiEntry, columns: list[str]) -> Iterator[Problem]:
    for year, value in entry.values.items():
        place = (*path, "values", year)
        if not re.fullmatch(r"(19|20|21)\d\d", year):
            yield place, "年は西暦4桁で書いてください。"
        elif columns and not any(column.startswith(year) for column in columns):
            yield place, f"{year}年は kpi_columns にありません。"
        for name in ("value", "increment"):
            if _has_more_decimals(getattr(value, name), entry.decimals):
                yield (*place, name), f"小数点以下が{entry.decimals}桁（decimals）を超えています。"
        if value.increment is not None and not entry.cumulative:
            yield (*place, "increment"), "累計（cumulative）でないKPIに増加分があります。"
    if entry.target and _has_more_decimals(entry.target.value, entry.decimals):
        place = (*path, f"target_{entry.target.of_year}", "value")
        yield place, f"小数点以下が{entry.decimals}桁（decimals）を超えています。"


def _has_more_decimals(value: float | None, decimals: int) -> bool:
    return value is not None and round(value, decimals) != value


def _main_opinions(content: StrategyContent) -> Iterator[Problem]:
    opinions = content.main_opinions
    if opinions is None:
        return
    labels = {theme.label for theme in content.themes}
    steps = {step.id for step in content.consultation_timeline}
    if opinions.source_timeline and opinions.source_timeline not in steps:
        yield ("main_opinions", "source_timeline"), f"経過「{opinions.source_timeline}」はありません。"
    yield from _doubled(("main_opinions", "themes"), "theme", (band.theme for band in opinions.themes))
    for n, band in enumerate(opinions.themes):
        if band.theme not in labels:
            yield ("main_opinions", "themes", n, "theme"), f"テーマ「{band.theme}」はありません。"


def _population(content: StrategyContent) -> Iterator[Problem]:
    population = content.population
    if population is None:
        return
    yield from _doubled(("population", "statements"), "text_key", (f.text_key for f in population.statements))
    for code, scenario in population.projections.items():
        yield from _doubled(
            ("population", "projections", code, "points"), "year", (p.year for p in scenario.points)
        )
    ratio = population.support_ratio
    if ratio is not None:
        yield from _doubled(("population", "support_ratio", "years"), None, ratio.years)
        if len(ratio.values) != len(ratio.years):
            yield ("population", "support_ratio", "values"), "values と years の数が合いません。"


def _periods(content: StrategyContent) -> Iterator[Problem]:
    periods = content.meta.plan_period
    vision, strategy = periods.population_vision, periods.strategy
    if vision and vision.end_year < vision.start_year:
        yield ("meta", "plan_period", "population_vision", "end_year"), "終わりの年が始まりより前です。"
    if strategy and strategy.end_fiscal_year < strategy.start_fiscal_year:
        yield ("meta", "plan_period", "strategy", "end_fiscal_year"), "終わりの年が始まりより前です。"
    for n, step in enumerate(content.consultation_timeline):
        if step.start and step.end and step.end < step.start:
            yield ("consultation_timeline", n, "end"), "終わりの月が始まりより前です。"
