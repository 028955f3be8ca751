"""The page where an opinion can be read in its source."""

from typing import Any

from flask_login import current_user

from consult.access import allowed_roles
from consult.domain.vocabulary import OpinionSource
from consult.layout_context import address_of
from consult.opinion_records import OpinionRecord


def source_address(record: OpinionRecord) -> str:
    """For staff: the hearing at the place of the claim, the case it was sent to (or the row of the file that it
    came in), or the published page.

    "" where the reader's roles do not open that page: a link that leads to "not found" helps nobody.
    """
    source = record.source
    if source.kind is OpinionSource.HEARING:
        values = {"hearing_id": source.source_id, "opinion": record.opinion_id}
        return open_to_reader("staff.hearings.show", **values, _anchor=f"opinion-{record.opinion_id}")
    if source.kind is OpinionSource.SUBMISSION and source.consultation_id is None:
        return open_to_reader("staff.imports.submission_source", submission_id=source.source_id)
    if source.kind is OpinionSource.SUBMISSION:
        return open_to_reader("staff.consultations.show", consultation_id=source.consultation_id)
    return address_of("public.drafting.main_opinions")


def review_address(record: OpinionRecord) -> str:
    """Where the opinion's tags are decided, for those who decide."""
    return open_to_reader("staff.review.show", opinion_id=record.opinion_id)


def open_to_reader(endpoint: str, **values: Any) -> str:
    """The address of a staff page, or "" when the person who is signed in may not open it."""
    may_open = allowed_roles(endpoint) & frozenset(current_user.granted_roles)
    return address_of(endpoint, **values) if may_open else ""
