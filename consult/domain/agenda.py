"""What a hearing of each kind asks about: the strategy's own agenda, where a city has written none of its own."""

from collections.abc import Iterable

from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import HearingKind

OF_COUNTERPARTS = ("社会情勢や地域の課題", "強み・弱み・特性", "望ましい姿", "手法やアイデア")
OF_DIVISIONS = ("現状と課題", "施策とKPI")
DEFAULTS: dict[HearingKind, tuple[str, ...]] = {
    HearingKind.EXTERNAL: OF_COUNTERPARTS,
    HearingKind.INTERNAL: OF_DIVISIONS,
    HearingKind.PARTICIPATION: OF_COUNTERPARTS,
    HearingKind.ASSEMBLY: OF_COUNTERPARTS,
}
POINTS_LIMIT = 20
POINT_LIMIT = 100


def read_points(typed: str) -> tuple[str, ...]:
    """One point per line; blank lines and a bullet at the beginning are how people type lists, not part of it."""
    lines = (" ".join(line.split()).removeprefix("・").strip() for line in typed.splitlines())
    return tuple(line for line in lines if not is_blank(line))


def written(points: Iterable[str]) -> str:
    """As it goes into the field テーマ・議題."""
    return "\n".join(f"・{point}" for point in points)


def with_agenda(typed: str, points: Iterable[str]) -> str:
    """The field with the agenda put in: what was typed stays in front, what stands there already is not doubled."""
    standing = set(read_points(typed))
    missing = [point for point in points if point not in standing]
    return "\n".join(part for part in (typed.rstrip(), written(missing)) if part)
