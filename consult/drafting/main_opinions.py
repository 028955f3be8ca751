"""主な意見 as the city has published it: its own choice, its own headlines, whatever staff have done since."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from consult import redactions, standing
from consult.domain.redaction import redacted
from consult.domain.vocabulary import Facet, Outcome
from consult.drafting.tallies import confirmed_counts
from consult.extensions import db
from consult.models import Opinion, PublishedPage, Review, RoadCode, TagDecision, ThemeHeadline
from consult.plan_codes import PlanCode, PlanCodes


@dataclass(frozen=True)
class Printed:
    """As the city printed it; `road_code` names its page on the public road, "" where it no longer counts."""

    wording: str
    road_code: str


@dataclass(frozen=True)
class PublishedBand:
    theme: PlanCode
    headline: str
    opinions: tuple[Printed, ...]


@dataclass(frozen=True)
class PublishedOpinions:
    """One published page, theme by theme."""

    page: PublishedPage
    bands: tuple[PublishedBand, ...]


def published_opinions(codes: PlanCodes) -> list[PublishedOpinions]:
    """The pages in the order they came; only wordings that such a page itself made public."""
    pages = db.session.scalars(select(PublishedPage).order_by(PublishedPage.id)).all()
    printed, headlines = _printed(), _headlines()
    found = []
    for page in pages:
        bands = tuple(
            PublishedBand(
                theme, headlines.get((page.id, theme.code), ""), tuple(printed[page.id, theme.code])
            )
            for theme in codes.themes
            if (page.id, theme.code) in printed
        )
        if bands:
            found.append(PublishedOpinions(page, bands))
    return found


def theme_counts(codes: PlanCodes) -> list[tuple[PlanCode, int]]:
    """Each theme with the number of confirmed opinions so far; zero is shown (R41)."""
    counts = confirmed_counts()
    return [(theme, counts.get(theme.code, 0)) for theme in codes.themes]


def _printed() -> dict[tuple[int, str], list[Printed]]:
    # The page's own decisions, also where staff have decided otherwise since: this is what was published.
    rows = db.session.execute(
        select(Opinion.published_page_id, TagDecision.code, Opinion.id, Opinion.wording, RoadCode.code)
        .join(Review, Review.opinion_id == Opinion.id)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .outerjoin(RoadCode, and_(RoadCode.opinion_id == Opinion.id, standing.counts()))
        .where(Review.published_page_id == Opinion.published_page_id)
        .where(TagDecision.facet == Facet.THEME, TagDecision.outcome == Outcome.CONFIRMED)
        .order_by(Opinion.position, Opinion.id)
    ).all()
    # The city has published these words: only what a person has masked since goes, no mere proposal.
    masked = redactions.masked_by_people({row.id for row in rows})
    found: dict[tuple[int, str], list[Printed]] = {}
    for page_id, theme, opinion_id, wording, code in rows:
        words = redacted(wording, masked.get(opinion_id, ()))
        found.setdefault((page_id, theme), []).append(Printed(words, code or ""))
    return found


def _headlines() -> dict[tuple[int, str], str]:
    rows = db.session.execute(
        select(ThemeHeadline.published_page_id, ThemeHeadline.theme, ThemeHeadline.text)
        .where(ThemeHeadline.published_page_id.is_not(None))
        .order_by(ThemeHeadline.version)
    )
    return {(page_id, theme): text for page_id, theme, text in rows}
