"""The pages of sorting, and who may open and who may change what stands on them."""

from flask import Blueprint
from flask_login import current_user

from consult.domain.vocabulary import Role

blueprint = Blueprint("sorting", __name__, url_prefix="/consultations/<int:consultation_id>/sorting")
SORTERS = (Role.OFFICIAL, Role.DRAFTER)
# Who sent something, and whether it counts at all, is decided by those who keep the register.
KEEPERS = (Role.OFFICIAL,)


def may_sort() -> bool:
    return bool(set(SORTERS) & set(current_user.granted_roles))


def may_keep() -> bool:
    return bool(set(KEEPERS) & set(current_user.granted_roles))
