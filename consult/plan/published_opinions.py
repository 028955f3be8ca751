"""The page of main opinions: a source of opinions whose themes and choice are the publication's own decisions.

What the publication decided follows the file. What staff decided is never touched: not their reviews, not their
headlines, and a choice that they took back stays taken back.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from consult import road_codes
from consult.domain.errors import PlanRefused
from consult.domain.vocabulary import Facet, OpinionSource, Outcome
from consult.extensions import db
from consult.models import (
    ChosenOpinion,
    LinkDecision,
    Opinion,
    PinnedOpinion,
    PublishedPage,
    Review,
    TagDecision,
    ThemeHeadline,
    TimelineStep,
)
from consult.plan.reconciling import Reconciling
from consult.plan.strategy_schema import MainOpinions, StrategyContent

PAGE_CODE = "main_opinions"


@dataclass(frozen=True)
class Published:
    """One opinion as the file has it; `place` counts inside its band, `position` on the whole page."""

    code: str
    wording: str
    theme: str
    place: int
    position: int


def load_main_opinions(work: Reconciling, content: StrategyContent, *, at: datetime) -> None:
    page = db.session.scalar(select(PublishedPage).where(PublishedPage.code == PAGE_CODE))
    if content.main_opinions is None:
        if page is not None:
            _drop_page(work, page)
        return
    page = _page(work, page, content, at)
    themes = {theme.label: theme.code for theme in content.themes}
    wanted = _published(content.main_opinions, themes)
    kept = {opinion.source_code: opinion for opinion in _opinions_of(page)}
    for code, opinion in list(kept.items()):
        found = wanted.get(code or "")
        # The original wording is never edited: another wording is another opinion.
        if found is None or found.wording != opinion.wording:
            _drop_opinion(work, kept.pop(code))
    for each in wanted.values():
        known = kept.get(each.code)
        if known is None:
            _add_opinion(work, page, each, at)
        else:
            work.one(known, {"position": each.position})
            _follow(work, page, known, each, at)
    headlines = {themes[band.theme]: band.headline for band in content.main_opinions.themes}
    _headlines(work, page, headlines, at)


def _page(
    work: Reconciling, page: PublishedPage | None, content: StrategyContent, at: datetime
) -> PublishedPage:
    given = content.main_opinions
    assert given is not None
    step = db.session.scalar(select(TimelineStep).where(TimelineStep.code == given.source_timeline))
    values = {
        "title": given.title,
        "document": content.meta.title,
        "page": given.page,
        "timeline_step_id": step.id if step else None,
    }
    return (
        work.one(page, values) if page else work.add(PublishedPage(code=PAGE_CODE, created_at=at, **values))
    )


def _published(given: MainOpinions, themes: dict[str, str]) -> dict[str, Published]:
    rows = [(themes[band.theme], n, each) for band in given.themes for n, each in enumerate(band.opinions, 1)]
    return {
        each.id: Published(each.id, each.text, theme, n, position)
        for position, (theme, n, each) in enumerate(rows, start=1)
    }


def _opinions_of(page: PublishedPage) -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).where(Opinion.published_page_id == page.id)))


def _add_opinion(work: Reconciling, page: PublishedPage, each: Published, at: datetime) -> None:
    opinion = work.add(
        Opinion(
            source=OpinionSource.PUBLISHED_PAGE,
            published_page_id=page.id,
            source_code=each.code,
            position=each.position,
            wording=each.wording,
            created_at=at,
        )
    )
    road_codes.give([opinion.id])
    _decide(work, page, opinion, each, at)
    work.add(
        ChosenOpinion(
            theme=each.theme,
            opinion_id=opinion.id,
            position=each.place,
            published_page_id=page.id,
            chosen_at=at,
        )
    )


def _decide(work: Reconciling, page: PublishedPage, opinion: Opinion, each: Published, at: datetime) -> None:
    decision = TagDecision(facet=Facet.THEME, code=each.theme, outcome=Outcome.CONFIRMED, is_main=True)
    work.add(Review(opinion_id=opinion.id, published_page_id=page.id, decided_at=at, decisions=[decision]))


def _follow(work: Reconciling, page: PublishedPage, opinion: Opinion, each: Published, at: datetime) -> None:
    """The publication's own decision and choice, when the file puts an opinion elsewhere; nobody else's."""
    review = db.session.scalar(select(Review).where(Review.opinion_id == opinion.id, Review.is_current))
    own = review if review is not None and review.published_page_id is not None else None
    if own is not None and [decision.code for decision in own.decisions] != [each.theme]:
        own.is_current = False
        db.session.flush()
        _decide(work, page, opinion, each, at)
    chosen = select(ChosenOpinion).where(
        ChosenOpinion.opinion_id == opinion.id, ChosenOpinion.published_page_id.is_not(None)
    )
    for choice in db.session.scalars(chosen):
        # Staff may have put the band in an order of their own: the place follows only into another band.
        if choice.theme != each.theme:
            work.one(choice, {"theme": each.theme, "position": each.place})


def _headlines(work: Reconciling, page: PublishedPage, wanted: dict[str, str], at: datetime) -> None:
    """The publication's own line among each theme's versions; a line that staff wrote later goes on standing."""
    rows = db.session.scalars(select(ThemeHeadline).order_by(ThemeHeadline.version)).all()
    newest = {row.theme: row for row in rows}
    known = {row.theme: row for row in rows if row.published_page_id is not None}
    for theme, text in wanted.items():
        row = known.get(theme)
        if row is None:
            # Below whatever staff wrote before the page was loaded.
            version = min((each.version for each in rows if each.theme == theme), default=2) - 1
            work.add(
                ThemeHeadline(theme=theme, text=text, published_page_id=page.id, saved_at=at, version=version)
            )
        elif row.text != text:
            # Somebody may be writing over the line that stands: the next version tells them (TW1).
            version = row.version + (newest[theme] is row)
            work.one(row, {"text": text, "saved_at": at, "version": version})
    for theme, row in known.items():
        if theme not in wanted:
            work.remove(row)


def _drop_page(work: Reconciling, page: PublishedPage) -> None:
    for opinion in _opinions_of(page):
        _drop_opinion(work, opinion)
    _headlines(work, page, {}, page.created_at)
    work.remove(page)
    db.session.flush()


def _drop_opinion(work: Reconciling, opinion: Opinion) -> None:
    """Goes with what the publication decided about it; an opinion that staff worked on stays, and stops the load."""
    for table in (Review, ChosenOpinion, PinnedOpinion, LinkDecision):
        mine = select(table.id).where(table.opinion_id == opinion.id, table.staff_member_id.is_not(None))
        if db.session.scalar(mine.limit(1)) is not None:
            raise PlanRefused(
                f"主な意見「{opinion.source_code}」は職員が確認しているため、消すことも原文を変えることもできません。"
                "文言の異なる意見には新しい id を付けてください。"
            )
    for review in db.session.scalars(select(Review).where(Review.opinion_id == opinion.id)):
        db.session.delete(review)
    db.session.execute(delete(ChosenOpinion).where(ChosenOpinion.opinion_id == opinion.id))
    work.remove(opinion)
    db.session.flush()
