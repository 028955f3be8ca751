"""The page where an opinion can be read in its source."""

from consult.domain.vocabulary import OpinionSource
from consult.layout_context import address_of
from consult.opinion_records import OpinionRecord


def source_address(record: OpinionRecord) -> str:
    """For staff: the hearing at the place of the claim, the case it was sent to, or the published page."""
    source = record.source
    if source.kind is OpinionSource.HEARING:
        place = f"opinion-{record.opinion_id}"
        return address_of("staff.hearings.show", hearing_id=source.source_id, _anchor=place)
    if source.kind is OpinionSource.SUBMISSION:
        return address_of("staff.consultations.show", consultation_id=source.source_id)
    return address_of("public.drafting.main_opinions")
