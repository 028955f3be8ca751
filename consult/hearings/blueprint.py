"""The blueprint that both route files of hearings fill."""

from flask import Blueprint

from consult.domain.vocabulary import Role

blueprint = Blueprint("hearings", __name__)
# Whoever drafts or decides may read what was heard; only officials write it down.
READERS = (Role.OFFICIAL, Role.DRAFTER, Role.APPROVER)
WRITERS = (Role.OFFICIAL,)
