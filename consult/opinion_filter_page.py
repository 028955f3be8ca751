"""The filter of opinions on a page, whichever stage shows it: its form with counts, its chips, its part of the address.

A list, a table of words, a matrix: each reads `filter_page(kept_words.arguments(), codes)`, shows
`components/opinion_filter.html`, and asks its own questions of `page.asked`. An endpoint whose address may carry
words stands in `home.staff_routes.SEARCHED`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from consult import standing
from consult.chips import chips
from consult.domain.errors import UnusableFilter
from consult.extensions import db
from consult.measure_links import measure_choices
from consult.models import Consultation, Review, StaffMember
from consult.opinion_districts import district_choices
from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_counts import choice_counts
from consult.opinion_filter_form import FilterForm
from consult.plan_codes import PlanCodes


@dataclass(frozen=True)
class FilterPage:
    """`args` ask for the same opinions again; `chips` are (words, address without it) of each filter in force."""

    form: FilterForm
    asked: OpinionFilter
    total: int
    args: dict[str, str]
    chips: list[tuple[str, str]]

    @property
    def status(self) -> int:
        return 422 if self.form.errors else 200


def filter_page(
    sent: "MultiDict[str, str]",
    codes: PlanCodes,
    *,
    endpoint: str = ".index",
    further: Mapping[str, str] | None = None,
) -> FilterPage:
    """`further`: what the page's address needs beside the filter, kept when a filter is taken away."""
    form = read_filter(sent, codes)
    asked = form.filter()
    counts = choice_counts(asked)
    args = asked.as_args()
    # Before the choices say how many each would leave: a chip names the choice alone.
    chosen = chips(form.chosen_filters(), {**args, **(further or {})}, endpoint=endpoint)
    form.show_counts(counts.by_field)
    return FilterPage(form, asked, counts.total, args, chosen)


def read_filter(args: "MultiDict[str, str]", codes: PlanCodes) -> FilterForm:
    return FilterForm.read(
        args,
        codes,
        consultations=_consultations(),
        reviewers=_reviewers(),
        districts=district_choices(),
        measures=measure_choices(),
    )


def usable_filter(args: "MultiDict[str, str]", codes: PlanCodes) -> OpinionFilter:
    """For a file, on which no error can stand beside its field."""
    form = read_filter(args, codes)
    if form.errors:
        raise UnusableFilter("条件に読み取れないものがあります。一覧に戻り、直してから書き出してください。")
    return form.filter()


def number_of_opinions(asked: OpinionFilter) -> int:
    return db.session.scalar(select(func.count()).select_from(asked.ids().subquery())) or 0


def _consultations() -> Sequence[Consultation]:
    return db.session.scalars(select(Consultation).order_by(Consultation.opens_on.desc())).all()


def _reviewers() -> Sequence[StaffMember]:
    """Whose review of an opinion is the current one."""
    # Asked of each person, and answered by their first review: all of them are tens of thousands.
    theirs = Review.staff_member_id == StaffMember.__table__.c.id
    reviewed = select(Review.id).join(Review.opinion).where(theirs, Review.is_current, standing.counts())
    return db.session.scalars(
        select(StaffMember)
        .where(reviewed.correlate(StaffMember.__table__).exists())
        .order_by(StaffMember.name)
    ).all()
