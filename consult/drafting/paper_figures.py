"""The figures in the papers of 主な意見: confirmed opinions alone, by theme and way in, and by package (R40–R44)."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consult import standing
from consult.documents.opinions_paper import PaperBand
from consult.documents.results_paper import CountTable
from consult.domain.counting import Family, add_up
from consult.domain.vocabulary import Facet
from consult.drafting.queries import Band
from consult.drafting.tallies import CodeTally, whole_tally
from consult.extensions import db
from consult.models import Opinion
from consult.plan_codes import PlanCodes

HEADINGS = (
    "テーマ",
    "確定（件）",
    *(f"{family.value}（件）" for family in Family),
    "代表意見（件）",
    "ほか（件）",
    "提出者（名）",
    "延べ（回）",
    "実（者）",
)
THEMES_NOTE = (
    "2つのテーマに確定した意見は、どちらのテーマにも数えています。合計は、重なりを除いて数え直した数です。"
    "延べは聴いた回数、実は聴いた相手方の数です。公表資料から起こした意見は、出した人の数が分かりません。"
)
PACKAGES_NOTE = "2つ以上の政策パッケージに確定した意見は、それぞれに数えています。"
NO_PACKAGE = "どの政策パッケージにも確定していない意見"


def theme_table(bands: Sequence[Band], shown: Sequence[PaperBand]) -> CountTable:
    """A line per theme: what is shown and what is not add up to 確定. The last line counts each opinion once."""
    rows = [
        _line(f"{band.theme.mark}{band.theme.label}", band.tally, len(of_paper.quotations))
        for band, of_paper in zip(bands, shown, strict=True)
    ]
    chosen = {each.opinion_id for band in shown for each in band.quotations}
    rows.append(_line("合計", whole_tally(Facet.THEME), len(chosen)))
    return CountTable("テーマごとの意見の数", HEADINGS, tuple(rows), THEMES_NOTE)


def package_table(codes: PlanCodes) -> CountTable:
    """Every package of the plan, also with zero (R41), and what no package has: nothing that counts is left out."""
    counted = _confirmed_by_package()
    rows = [(f"{each.code}　{each.label}", _written(counted.get(each.code, 0))) for each in codes.packages]
    # A package of an older plan still has its opinions.
    known = {each.code for each in codes.packages}
    rows += [
        (f"{code}（いまの計画にない）", _written(counted[code]))
        for code in sorted(counted)
        if code not in known
    ]
    rows.append((NO_PACKAGE, _written(_without_package())))
    return CountTable(
        "政策パッケージごとの意見の数", ("政策パッケージ", "確定（件）"), tuple(rows), PACKAGES_NOTE
    )


def _line(label: str, tally: CodeTally, shown: int) -> tuple[str, ...]:
    families = (
        add_up(each for way, each in tally.by_way if way.family is family).confirmed for family in Family
    )
    confirmed, behind = tally.total.confirmed, tally.decided
    people = (behind.submitters, behind.hearings, behind.counterparts)
    return (label, *map(_written, (confirmed, *families, shown, confirmed - shown, *people)))


def _confirmed_by_package() -> dict[str, int]:
    listed = standing.confirmed_codes(Facet.PACKAGE).subquery()
    rows = db.session.execute(select(listed.c.code, func.count()).group_by(listed.c.code))
    return dict(rows.tuples().all())


def _without_package() -> int:
    on_package = standing.confirmed_codes(Facet.PACKAGE).subquery().c.id
    asked = select(func.count()).select_from(Opinion).where(standing.counts(), standing.is_confirmed())
    return db.session.scalar(asked.where(Opinion.id.not_in(select(on_package)))) or 0


def _written(number: int) -> str:
    return f"{number:,}"
