"""The district of an opinion, said once in SQL: of the body heard, or the one that whoever sent it gave.

What was typed and is none of the city's districts is 不明: it may be an address.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, case, cast, func, select

from consult.domain.asked_items import OUTSIDE as TYPED_OUTSIDE
from consult.domain.vocabulary import Reach
from consult.extensions import db
from consult.models import Counterpart, District, Hearing, Submission, Submitter

OUTSIDE, UNKNOWN = "outside", "none"
Choice = tuple[str, str]


def district_code() -> ColumnElement[str]:
    """The id of the district, `outside` or `none`; the statement joins Submission and Hearing outside."""
    of_body = (
        select(
            case(
                (Counterpart.district_id.is_not(None), cast(Counterpart.district_id, String)),
                (Counterpart.reach == Reach.OUTSIDE, OUTSIDE),
            )
        )
        .where(Counterpart.id == Hearing.counterpart_id)
        .correlate(Hearing)
    )
    of_sender = (
        select(
            case(
                (District.id.is_not(None), cast(District.id, String)),
                (Submitter.district == TYPED_OUTSIDE, OUTSIDE),
            )
        )
        .select_from(Submitter)
        .outerjoin(District, District.name == Submitter.district)
        .where(Submitter.id == Submission.submitter_id)
        .correlate(Submission)
    )
    return func.coalesce(of_body.scalar_subquery(), of_sender.scalar_subquery(), UNKNOWN)


def district_choices() -> list[Choice]:
    """(code, name) in the city's order, retired ones that somebody still has included; then 市外 and 不明."""
    bodies = select(Counterpart.district_id).where(Counterpart.district_id.is_not(None))
    senders = select(Submitter.district).where(Submitter.district != "")
    listed: Sequence[District] = db.session.scalars(
        select(District)
        .where(District.retired_at.is_(None) | District.id.in_(bodies) | District.name.in_(senders))
        .order_by(District.position, District.id)
    ).all()
    places = [(str(each.id), each.name) for each in listed]
    return [*places, (OUTSIDE, Reach.OUTSIDE.label), (UNKNOWN, Reach.UNKNOWN.label)]
