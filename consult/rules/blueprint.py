"""The blueprint that the route files of rules fill, and what all of their pages need."""

from flask import Blueprint, abort

from consult import nlp_gateway
from consult.domain.vocabulary import Facet, Role
from consult.plan_codes import PlanCode, PlanCodes
from consult.rules import queries

blueprint = Blueprint("rules", __name__, url_prefix="/settings/rules")
WRITERS = (Role.DRAFTER,)
PREVIEW, SAVE = "preview", "save"
RETAGGING = "候補は、1分ほどで裏で付け直しが始まります。確定・却下は変わりません。"


def code_or_404(plan: PlanCodes, facet: str, code: str) -> PlanCode:
    """A code of the plan in force, as its address names it."""
    known = facet in {each.value for each in Facet}
    found = plan.find(Facet.of(facet), code) if known else None
    return found or abort(404)


def waiting() -> int:
    """How many opinions still carry what an earlier tagger said."""
    has_plan = bool(nlp_gateway.strategy_in_force().themes)
    return queries.opinions_waiting(nlp_gateway.current_tagger_version()) if has_plan else 0
