"""The page where an opinion can be read in its source."""

from consult.domain.vocabulary import OpinionSource
from consult.layout_context import address_of, staff_address
from consult.opinion_records import OpinionRecord


def source_address(record: OpinionRecord) -> str:
    """For staff: the hearing at the place of the claim, the submission that it was sent with (or the row of the file that it
    came in), or the published page.

    "" where the reader's roles do not open that page: a link that leads to "not found" helps nobody.
    """
    source = record.source
    if source.kind is OpinionSource.HEARING:
        values = {"hearing_id": source.source_id, "opinion": record.opinion_id}
        return staff_address("staff.hearings.show", **values, _anchor=f"opinion-{record.opinion_id}")
    if source.kind is OpinionSource.SUBMISSION and source.consultation_id is None:
        return staff_address("staff.imports.submission_source", submission_id=source.source_id)
    if source.kind is OpinionSource.SUBMISSION:
        place = {"consultation_id": source.consultation_id, "submission_id": source.source_id}
        return staff_address("staff.intake.show", **place, _anchor=f"opinion-{record.opinion_id}")
    return address_of("public.drafting.main_opinions")


def review_address(record: OpinionRecord) -> str:
    """Where the opinion's tags are decided, for those who decide."""
    return staff_address("staff.review.show", opinion_id=record.opinion_id)
