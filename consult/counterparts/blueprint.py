"""The blueprint that the route files of counterparts fill."""

from flask import Blueprint

from consult.access import READERS
from consult.domain.vocabulary import Role

blueprint = Blueprint("counterparts", __name__)
WRITERS = (Role.OFFICIAL,)
# The city's own words (地区, 市の区分) are a setting, not something that anybody said.
KEEPERS_OF_LISTS = (Role.OFFICIAL, Role.ADMIN)
__all__ = ["KEEPERS_OF_LISTS", "READERS", "WRITERS", "blueprint"]
