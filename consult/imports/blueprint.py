"""The blueprint that the pages of imports share, and who may bring and see what."""

from flask import Blueprint

from consult.domain.vocabulary import ImportKind, Role
from consult.imports import queries
from consult.models import ImportBatch, StaffMember
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
# Whoever may send an inquiry may bring back its sheets; of other imports a drafter sees nothing (decision 0170).
BRINGERS = (Role.OFFICIAL, Role.DRAFTER)


def kinds_open_to(member: StaffMember) -> frozenset[ImportKind]:
    is_official = Role.OFFICIAL in member.granted_roles
    return frozenset(ImportKind) if is_official else frozenset({ImportKind.INQUIRY})


def batch_open_to_reader(batch_id: int) -> ImportBatch:
    """404 for one that is not there, or of a kind that whoever reads the page may not see."""
    return queries.batch_or_404(batch_id, kinds_open_to(signed_in_member()))
