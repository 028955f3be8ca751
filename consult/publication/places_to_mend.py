"""Where a finding of the check is mended: the page of the stage that owns it."""

from consult.domain.publication_rules import Concern, Finding
from consult.layout_context import staff_address
from consult.models import Consultation


def address(consultation: Consultation, finding: Finding) -> str:
    """ "" where this reader may not open the page, or the words stand in the form on the screen."""
    case = consultation.id
    if finding.concern is Concern.PERIOD:
        return staff_address("staff.consultations.show", consultation_id=case)
    if finding.concern is Concern.LEFT_OVER:
        return staff_address("staff.summary.index", consultation_id=case)
    if finding.opinion_id is not None:
        return staff_address("staff.review.passages_of", opinion_id=finding.opinion_id)
    if finding.group_id is None:
        return ""
    return staff_address("staff.official_response.show", consultation_id=case, group_id=finding.group_id)
