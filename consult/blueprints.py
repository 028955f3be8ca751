"""The two parents. Everything under `/staff` passes the one sign-in guard."""

from typing import Any

from flask import Blueprint, Flask
from werkzeug.routing import IntegerConverter

from consult.access import guard_staff

LARGEST_ID = 2**63 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` of every address: a number that no row can have is an address that does not exist."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"max": LARGEST_ID} | kwargs))


def bind(app: Flask) -> None:
    """Register every stage's routes under the parent whose side of the counter they serve."""
    app.url_map.converters["int"] = RowNumber
    public = Blueprint("public", __name__)
    staff = Blueprint("staff", __name__, url_prefix="/staff")
    staff.before_request(guard_staff)
    for blueprint in public_blueprints():
        public.register_blueprint(blueprint)
    for blueprint in staff_blueprints():
        staff.register_blueprint(blueprint)
    app.register_blueprint(public)
    app.register_blueprint(staff)


def public_blueprints() -> list[Blueprint]:
    from consult.accounts import public_routes as accounts
    from consult.consultations import public_routes as consultations
    from consult.draft_texts import public_routes as draft_texts
    from consult.drafting import public_routes as drafting
    from consult.home import public_routes as home
    from consult.intake import public_routes as intake
    from consult.plan import public_routes as plan
    from consult.publication import public_routes as publication
    from consult.tracing import public_routes as tracing

    stages = (home, accounts, consultations, draft_texts, intake, publication, drafting, plan, tracing)
    return [stage.blueprint for stage in stages]


def staff_blueprints() -> list[Blueprint]:
    from consult.accounts import staff_routes as accounts
    from consult.blind_coding import staff_routes as blind_coding
    from consult.consultations import staff_routes as consultations
    from consult.counterparts import staff_routes as counterparts
    from consult.coverage import staff_routes as coverage
    from consult.draft_texts import staff_routes as draft_texts
    from consult.drafting import staff_routes as drafting
    from consult.evaluation import staff_routes as evaluation
    from consult.hearings import staff_routes as hearings
    from consult.home import staff_routes as home
    from consult.imports import staff_routes as imports
    from consult.intake import staff_routes as intake
    from consult.learning import staff_routes as learning
    from consult.official_response import staff_routes as official_response
    from consult.opinions import staff_routes as opinions
    from consult.progress import staff_routes as progress
    from consult.publication import staff_routes as publication
    from consult.review import staff_routes as review
    from consult.rules import staff_routes as rules
    from consult.sorting import staff_routes as sorting
    from consult.summary import staff_routes as summary
    from consult.tracing import staff_routes as tracing
    from consult.word_tables import staff_routes as word_tables

    stages = (
        home,
        accounts,
        consultations,
        hearings,
        imports,
        counterparts,
        coverage,
        opinions,
        review,
    )
    cases = (draft_texts, intake, sorting, summary, official_response, publication)
    further = (blind_coding, evaluation, drafting, tracing, progress, rules, learning, word_tables)
    own = [stage.blueprint for stage in (*stages, *further, *cases)]
    return [*own, consultations.division_blueprint, tracing.passage_blueprint, coverage.matrix_blueprint]
