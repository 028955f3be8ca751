"""Saving a headline as it was typed, on the board and at the desk of a package."""

from consult.domain.errors import EditConflict, RuleViolation
from consult.drafting import headlines
from consult.drafting.forms import HeadlineForm
from consult.extensions import db
from consult.plan_codes import PlanCode
from consult.staff_sessions import signed_in_member


def refusal_of(form: HeadlineForm, about: PlanCode) -> int:
    """The status of a refusal, its reason beside the field; 0 when the headline was saved. The route commits."""
    if not form.validate():
        return 422
    try:
        headlines.save(about, form.text.data or "", version_seen=form.version_seen, by=signed_in_member())
    except RuleViolation as error:
        db.session.rollback()
        form.text.errors = [error.message]
        return 409 if isinstance(error, EditConflict) else 422
    return 0
