"""The blueprint that the route files of rules fill, and what all of their pages need."""

from flask import Blueprint, abort

from consult import nlp_gateway
from consult.domain.vocabulary import Facet, Role
from consult.plan_codes import PlanCode, PlanCodes
from consult.rules import queries
from consult.strategy_gateway import Strategy

blueprint = Blueprint("rules", __name__, url_prefix="/settings/rules")
WRITERS = (Role.DRAFTER,)
PREVIEW, SAVE = "preview", "save"
RETAGGING = "候補は、裏で付け直されます。確定・却下は変わりません。"


def code_or_404(plan: PlanCodes, facet: str, code: str) -> PlanCode:
    """A code of the plan in force, as its address names it."""
    known = facet in {each.value for each in Facet}
    found = plan.find(Facet.of(facet), code) if known else None
    return found or abort(404)


def waiting(strategy: Strategy) -> int:
    """How many opinions still carry what an earlier tagger said.

    Nobody waits seconds for this number: a process that has built no tagger goes by what the worker wrote last.
    """
    if not strategy.themes:
        return 0
    version = nlp_gateway.version_at_hand(strategy, nlp_gateway.learned_in_force())
    return queries.opinions_waiting(version or queries.newest_version())
