"""Where a finding of the check is mended: the page of the stage that owns it, where this reader may open it."""

from flask import current_app

from consult.domain.publication_rules import Concern, Finding
from consult.layout_context import staff_address
from consult.models import Consultation

# The first that this installation has and this reader may open.
PAGES = {
    Concern.PERIOD: ("staff.consultations.show",),
    Concern.LEFT_OVER: ("staff.summary.index", "staff.opinions.show"),
    Concern.UNDECIDED: ("staff.review.passages_of", "staff.opinions.show"),
}
OF_ANSWERS = ("staff.official_response.show", "staff.summary.show", "staff.consultations.show")


def address(consultation: Consultation, finding: Finding) -> str:
    """ "" where there is no such page for this reader."""
    known = {
        "consultation_id": consultation.id,
        "opinion_id": finding.opinion_id,
        "group_id": finding.group_id,
    }
    for endpoint in PAGES.get(finding.concern, OF_ANSWERS):
        rules = (
            list(current_app.url_map.iter_rules(endpoint)) if endpoint in current_app.view_functions else []
        )
        for rule in rules:
            values = {name: known.get(name) for name in rule.arguments}
            if None not in values.values() and (found := staff_address(endpoint, **values)):
                return found
    return ""
