"""What of the opinions is public: the newest publication of each case, and the pages the city has published. Nothing else.

How an opinion was read (theme, package, links) is what people have confirmed; a suggestion is never public.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, func, literal, select, type_coerce

from consult import standing
from consult.domain.counting import WAYS_IN
from consult.domain.flows import Flows, Path, Place, flows
from consult.domain.vocabulary import (
    ConsultationStage,
    Disposition,
    Facet,
    OpinionSource,
    Outcome,
    PublicationKind,
    PublishedOutcome,
)
from consult.extensions import db
from consult.models import (
    Consultation,
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedOpinion,
    Review,
    Submission,
    TagDecision,
)
from consult.plan_codes import PlanCode, PlanCodes

NONE, SEVERAL = "", "*"
NO_CLASS = "回答（区分なし）"
AS_PUBLISHED = "主な意見として公表"
COLUMN_NAMES = ("提出方法", "テーマ", "政策パッケージ", "市の回答の区分")


def newest_publications() -> Select[tuple[int]]:
    """The id of the last version of each case that citizens may see; a plan that was dropped answers nothing."""
    newest = (
        select(func.max(Publication.id))
        .join(Consultation, Consultation.id == Publication.consultation_id)
        .where(Consultation.stage == ConsultationStage.ANNOUNCED)
        .group_by(Publication.consultation_id)
    )
    return select(Publication.id).where(
        Publication.id.in_(newest), Publication.kind != PublicationKind.NOT_ADOPTED
    )


def is_released() -> ColumnElement[bool]:
    """Of a PublishedOpinion: answered in the newest version of its case."""
    return and_(
        PublishedOpinion.publication_id.in_(newest_publications()),
        PublishedOpinion.outcome == PublishedOutcome.ANSWERED,
    )


def on_published_page() -> ColumnElement[bool]:
    """Of an Opinion: the city has printed it, and it counts."""
    return and_(Opinion.published_page_id.is_not(None), standing.counts())


def released_ids() -> Select[tuple[int]]:
    """Every opinion whose road is public, with or without its words."""
    answered = select(PublishedOpinion.opinion_id).where(is_released())
    return answered.union(select(Opinion.id).where(on_published_page()))  # type: ignore[return-value]


def read_as() -> Subquery:
    """(opinion_id, theme, package, packages): the main theme and the one package that people confirmed."""
    is_theme = TagDecision.facet == Facet.THEME
    is_package = TagDecision.facet == Facet.PACKAGE
    main = func.max(case((and_(is_theme, TagDecision.is_main), TagDecision.code)))
    return (
        select(
            Review.opinion_id,
            func.coalesce(main, func.min(case((is_theme, TagDecision.code)))).label("theme"),
            func.min(case((is_package, TagDecision.code))).label("package"),
            func.count(case((is_package, 1))).label("packages"),
        )
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(Review.is_current, TagDecision.outcome == Outcome.CONFIRMED)
        .group_by(Review.opinion_id)
        .subquery()
    )


@dataclass(frozen=True)
class Road:
    """The picture, and how many of the opinions come from where; `cases` have results."""

    flows: Flows

    @property
    def title(self) -> str:
        """A sentence that says only what the figures say."""
        total = self.flows.total
        if not total:
            return "公表した意見はまだありません"
        place, most = max(self.flows.totals[-1], key=lambda each: each[1])
        return f"公表した意見{total:,}件の行き先。いちばん多いのは「{place.label}」の{most:,}件です。"


def road(codes: PlanCodes) -> Road:
    """Four queries, whatever the number of opinions: they are counted in SQL."""
    paths = _paths()
    return Road(flows(_columns(codes, paths), paths))


def _paths() -> Mapping[Path, int]:
    tags = read_as()
    package = case((tags.c.packages > 1, SEVERAL), else_=func.coalesce(tags.c.package, NONE))
    theme = func.coalesce(tags.c.theme, NONE)
    label = func.coalesce(func.nullif(PublishedAnswer.class_label, ""), NO_CLASS)
    channel = type_coerce(Submission.channel, String)
    answered = (
        select(channel, theme, package, label, func.count())
        .select_from(PublishedOpinion)
        .join(Opinion, Opinion.id == PublishedOpinion.opinion_id)
        .join(Submission, Submission.id == Opinion.submission_id)
        .outerjoin(PublishedAnswer, PublishedAnswer.id == PublishedOpinion.published_answer_id)
        .outerjoin(tags, tags.c.opinion_id == Opinion.id)
        .where(is_released())
        .group_by(channel, theme, package, label)
    )
    page = literal(OpinionSource.PUBLISHED_PAGE.value)
    printed = (
        select(page, theme, package, literal(AS_PUBLISHED), func.count())
        .select_from(Opinion)
        .outerjoin(tags, tags.c.opinion_id == Opinion.id)
        .where(on_published_page())
        .group_by(theme, package)
    )
    found: Counter[Path] = Counter()
    for statement in (answered, printed):
        for *path, count in db.session.execute(statement):
            found[tuple(path)] += count
    return found


def _columns(codes: PlanCodes, paths: Mapping[Path, int]) -> Sequence[Sequence[Place]]:
    used = [{path[n] for path in paths} for n in range(len(COLUMN_NAMES))]
    ways = [Place(way.code, way.label) for way in WAYS_IN if way.code in used[0]]
    themes = [*map(_theme, codes.themes), *_others(used[1], codes.themes), Place(NONE, "分類していないもの")]
    packages = [Place(each.code, f"{each.code} {each.label}") for each in codes.packages]
    packages += [*_others(used[2] - {SEVERAL}, codes.packages)]
    packages += [Place(SEVERAL, "二つ以上のパッケージ"), Place(NONE, "パッケージなし")]
    order = _class_order()
    classes = sorted(used[3], key=lambda label: (order.get(label, len(order)), label == AS_PUBLISHED, label))
    return ways, themes, packages, [Place(label, label) for label in classes]


def _theme(code: PlanCode) -> Place:
    return Place(code.code, f"{code.mark} {code.label}", code.number)


def _others(used: set[str], known: Sequence[PlanCode]) -> list[Place]:
    """Codes of an older plan."""
    return [Place(code, code) for code in sorted(used - {each.code for each in known} - {NONE})]


def _class_order() -> dict[str, int]:
    """Labels in the order of what they say: what changed the draft first."""
    answers = select(PublishedAnswer.class_label, PublishedAnswer.disposition).where(
        PublishedAnswer.publication_id.in_(newest_publications())
    )
    places = list(Disposition)
    found: dict[str, int] = {}
    for label, disposition in db.session.execute(answers.distinct()):
        at = places.index(disposition) if disposition else len(places)
        found[label] = min(at, found.get(label, at))
    return found
