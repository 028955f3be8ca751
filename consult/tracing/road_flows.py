"""The picture of the road: from the way opinions were sent to the theme, the package, and the class of the answer.

What a publication counted at release is added up; only what the city has printed, some dozen opinions, is counted here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from consult.domain.counting import WAYS_IN
from consult.domain.flows import NONE, SEVERAL, Flows, Place, flows
from consult.domain.period import JAPAN
from consult.domain.suppression import rows_to_put_together
from consult.domain.vocabulary import Channel, Disposition, Facet, OpinionSource, PublicationKind
from consult.extensions import db
from consult.models import Publication, PublishedAnswer, PublishedFlow
from consult.plan_codes import PlanCode, PlanCodes
from consult.tracing import released

TOGETHER = "together"
COLUMN_NAMES = ("提出方法", "テーマ", "政策パッケージ", "反映区分")
PAGE = OpinionSource.PUBLISHED_PAGE.value
# A page is nobody, and committee members speak in office and are named apart (R43).
TELLS_OF_NOBODY = frozenset({PAGE, Channel.COMMITTEE.value})

Pair = tuple[str, str]
# How many opinions went that way, and how many people sent them.
Version = dict[Pair, tuple[int, int]]


@dataclass(frozen=True)
class Road:
    """The picture; `together`: ways in that few used, shown as one; `changed_on`: the day of the newest figure."""

    flows: Flows
    together: tuple[str, ...]
    changed_on: date | None

    @property
    def title(self) -> str:
        """A sentence that says only what the figures say."""
        total = self.flows.total
        if not total:
            return "公表した意見はまだありません"
        place, most = max(self.flows.totals[-1], key=lambda each: each[1])
        return f"公表した意見{total:,}件の行き先。いちばん多いのは「{place.label}」の{most:,}件です。"


def road(codes: PlanCodes) -> Road:
    """A handful of queries over small tables, whatever the number of opinions."""
    ways, together = _ways()
    steps = [ways, *_later_steps()]
    for step, printed in zip(steps, _printed(), strict=True):
        step.update(printed)
    names = tuple(way.label for way in WAYS_IN if way.code in together)
    return Road(flows(_columns(codes, steps), steps), names, _changed_on())


def _ways() -> tuple[Counter[Pair], frozenset[str]]:
    """Way of sending and theme, with ways put together case by case, and the ways that were put together in any.

    Each case for itself, with what its earlier versions put together: another day the sum was one without this case, or
    with its version before, and whoever subtracts that has the case alone (TP10).
    """
    found, all_together = Counter[Pair](), set[str]()
    for versions in _versions().values():
        ever, together = set[str](), frozenset[str]()
        for version in versions:
            opinions = {pair: count for pair, (count, _) in version.items() if pair[0] not in TELLS_OF_NOBODY}
            people = {pair: version[pair][1] for pair in opinions}
            together = rows_to_put_together(opinions, people, ever)
            ever |= together
        found += _put_together({pair: count for pair, (count, _) in versions[-1].items()}, together)
        all_together |= together
    return found, frozenset(all_together)


def _versions() -> dict[int, list[Version]]:
    """By case on the road: its versions, the first one first, the last is the one shown."""
    flow, here = PublishedFlow, released.newest_publications()
    cases = select(Publication.consultation_id).where(Publication.id.in_(here))
    rows = (
        select(Publication.consultation_id, Publication.id, flow.from_code, flow.to_code)
        .add_columns(flow.opinions, flow.people)
        .outerjoin(flow, and_(flow.publication_id == Publication.id, flow.step == 0))
        .where(Publication.consultation_id.in_(cases), Publication.kind != PublicationKind.NOT_ADOPTED)
        .order_by(Publication.id)
    )
    found: dict[int, dict[int, Version]] = defaultdict(lambda: defaultdict(dict))
    for case, version, way, theme, opinions, people in db.session.execute(rows):
        pairs = found[case][version]
        if way is not None:
            pairs[way, theme] = (opinions, people)
    return {case: list(versions.values()) for case, versions in found.items()}


def _later_steps() -> list[Counter[Pair]]:
    """From theme to package to the class of the answer, as the publications counted them."""
    flow = PublishedFlow
    rows = db.session.execute(
        select(flow.step, flow.from_code, flow.to_code, func.sum(flow.opinions))
        .where(flow.publication_id.in_(released.newest_publications()), flow.step > 0)
        .group_by(flow.step, flow.from_code, flow.to_code)
    )
    steps: list[Counter[Pair]] = [Counter() for _ in COLUMN_NAMES[2:]]
    last = len(COLUMN_NAMES) - 2
    for step, start, end, opinions in rows:
        steps[step - 1][start, (end or released.NO_CLASS) if step == last else end] += opinions
    return steps


def _put_together(step: Mapping[Pair, int], together: frozenset[str]) -> Counter[Pair]:
    found = Counter[Pair]()
    for (start, end), count in step.items():
        found[TOGETHER if start in together else start, end] += count
    return found


def _printed() -> list[Counter[Pair]]:
    """The same pairs of what the city has printed."""
    themes: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    packages: dict[int, list[str]] = defaultdict(list)
    for opinion_id, facet, code, is_main in db.session.execute(released.printed_tags()):
        if facet is Facet.THEME:
            themes[opinion_id].append((not is_main, code))
        elif facet is Facet.PACKAGE:
            packages[opinion_id].append(code)
    steps: list[Counter[Pair]] = [Counter() for _ in COLUMN_NAMES[1:]]
    for each in db.session.scalars(released.printed_ids()):
        theme = min(themes[each])[1] if themes[each] else NONE
        package = SEVERAL if len(packages[each]) > 1 else "".join(packages[each])
        places = (PAGE, theme, package, released.AS_PUBLISHED)
        for n, step in enumerate(steps):
            step[places[n], places[n + 1]] += 1
    return steps


def _changed_on() -> date | None:
    newest = db.session.scalar(
        select(func.max(Publication.published_at)).where(Publication.id.in_(released.newest_publications()))
    )
    moments = [each for each in (newest, released.printed_changed_at()) if each]
    return max(moments).astimezone(JAPAN).date() if moments else None


def _columns(codes: PlanCodes, steps: Sequence[Mapping[Pair, int]]) -> Sequence[Sequence[Place]]:
    used = [{start for start, _ in step} for step in steps] + [{end for _, end in steps[-1]}]
    ways = [Place(way.code, way.label) for way in WAYS_IN if way.code in used[0]]
    # After the ways that stand alone, before what nobody sent.
    at = sum(place.code not in TELLS_OF_NOBODY for place in ways)
    ways[at:at] = [Place(TOGETHER, "まとめた方法")] if TOGETHER in used[0] else []
    themes = [*map(_theme, codes.themes), *_others(used[1], codes.themes), Place(NONE, "分類していないもの")]
    packages = [Place(each.code, f"{each.code} {each.label}") for each in codes.packages]
    packages += [*_others(used[2] - {SEVERAL}, codes.packages)]
    packages += [Place(SEVERAL, "二つ以上のパッケージ"), Place(NONE, "パッケージなし")]
    return ways, themes, packages, [Place(label, label) for label in _in_order(used[3])]


def _theme(code: PlanCode) -> Place:
    return Place(code.code, f"{code.mark} {code.label}", code.number)


def _others(used: set[str], known: Sequence[PlanCode]) -> list[Place]:
    """Codes of an older plan."""
    return [Place(code, code) for code in sorted(used - {each.code for each in known} - {NONE})]


def _in_order(labels: Iterable[str]) -> list[str]:
    """In the order of what they say: what changed the draft first."""
    answers = select(PublishedAnswer.class_label, PublishedAnswer.disposition).where(
        PublishedAnswer.publication_id.in_(released.newest_publications())
    )
    places = list(Disposition)
    order: dict[str, int] = {}
    for label, disposition in db.session.execute(answers.distinct()):
        at = places.index(disposition) if disposition else len(places)
        order[label] = min(at, order.get(label, at))
    return sorted(
        labels,
        key=lambda label: (order.get(label, len(Disposition) + 1), label == released.AS_PUBLISHED, label),
    )
