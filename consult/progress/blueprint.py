"""The blueprint that the pages of KPIs, sheets and inquiries share."""

from flask import Blueprint

from consult.domain.vocabulary import Role
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("progress", __name__, url_prefix="/analysis/progress")
KEEPERS = (Role.OFFICIAL, Role.DRAFTER)


def may_write() -> bool:
    return not set(KEEPERS).isdisjoint(signed_in_member().granted_roles)
