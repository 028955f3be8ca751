"""The blueprint that the pages of imports share, and who may bring what."""

from flask import Blueprint

from consult.domain.vocabulary import ImportKind, Role
from consult.models import StaffMember

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
# Whoever may send an inquiry may bring back its sheets; of other imports a drafter sees nothing (decision 0170).
BRINGERS = (Role.OFFICIAL, Role.DRAFTER)


def kinds_open_to(member: StaffMember) -> frozenset[ImportKind]:
    is_official = Role.OFFICIAL in member.granted_roles
    return frozenset(ImportKind) if is_official else frozenset({ImportKind.INQUIRY})
