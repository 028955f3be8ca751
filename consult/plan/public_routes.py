"""The strategy as the public reads it: structure, packages, how it was made, results, population."""

from flask import Blueprint, abort, render_template

from consult.domain.achievement import RULE
from consult.domain.vocabulary import PopulationFigureKind
from consult.kpi_charts import chart_of
from consult.plan import queries
from consult.plan.kpi_reading import places, read_kpi, read_support_ratio
from consult.plan.register_counts import timeline as timeline_steps
from consult.plan.ruby import ruby_parts

blueprint = Blueprint("plan", __name__, url_prefix="/strategy")
blueprint.add_app_template_global(ruby_parts)


@blueprint.get("")
def strategy() -> str:
    edition, earlier = queries.current_edition(), queries.earlier_edition()
    return render_template(
        "public/plan/strategy.html",
        plan=queries.plan_page(),
        periods=queries.periods(),
        edition=edition,
        goals=queries.goals(),
        packages=queries.packages(edition),
        counts=queries.confirmed_by_package(),
        models=queries.models(),
        earlier=earlier,
        earlier_packages=queries.packages(earlier),
        themes=queries.themes(),
        vocabulary=queries.vocabulary(),
    )


@blueprint.get("/packages/<code>")
def package(code: str) -> str:
    found = queries.package(code)
    if found is None:
        abort(404)
    return render_template(
        "public/plan/package.html",
        plan=queries.plan_page(),
        package=found,
        counts=queries.confirmed_by_source(code),
        progress=[(each, chart_of(each, each.years)) for each in queries.progress_of(found.kpis).values()],
        rule=RULE,
    )


@blueprint.get("/timeline")
def timeline() -> str:
    return render_template("public/plan/timeline.html", plan=queries.plan_page(), steps=timeline_steps())


@blueprint.get("/results")
def results() -> str:
    earlier = queries.earlier_edition()
    columns = earlier.kpi_columns if earlier else []
    readings = {
        goal_id: [read_kpi(kpi, columns) for kpi in kpis] for goal_id, kpis in queries.kpis_by_goal().items()
    }
    measured = [each.kpi for of_goal in readings.values() for each in of_goal]
    return render_template(
        "public/plan/results.html",
        progress=queries.progress_of(measured),
        plan=queries.plan_page(),
        edition=earlier,
        goals=queries.goals(),
        readings=readings,
        results=queries.results_by_goal(),
        purposes=queries.reviewed_purposes(),
    )


@blueprint.get("/population")
def population() -> str:
    vision, ratio = queries.population_vision(), queries.support_ratio()
    label = (vision.support_ratio_label if vision else None) or ""
    unit = vision.support_ratio_unit if vision else None
    return render_template(
        "public/plan/population.html",
        plan=queries.plan_page(),
        periods=queries.periods(),
        vision=vision,
        figures=queries.population_figures(),
        scenarios=queries.scenarios(),
        figure_words={kind.value: kind.label for kind in PopulationFigureKind},
        ratio=ratio,
        ratio_places=places(ratio),
        ratio_chart=read_support_ratio(ratio, label=label, unit=unit),
        directions=queries.directions(),
    )
