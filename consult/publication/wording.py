"""What a publication says in words, once for the page, the paper and the workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from consult.documents.results_paper import CountTable, PaperAnswer, PaperRevision, ResultsPaper
from consult.domain.dates import wareki
from consult.domain.period import CommentPeriod
from consult.domain.results import DISTINCT, OF_PEOPLE, OPINIONS, PERSONAL, Breakdown, Line
from consult.domain.vocabulary import PublicationKind, PublishedOutcome, ResultAxis
from consult.formatting import day, day_and_time, period
from consult.publication.snapshot import Answer, Snapshot

TITLE = "意見募集（パブリックコメント）の結果"
INVENTED = "架空のデータ"
HIDDEN = "非表示"
NO_FIGURE = "－"
OF_THE_FIRST = "同じ方が二つ以上に当たるときは、はじめに出したものに数えています。"
FEW = "5名に満たない行と、差し引きでそれが分かってしまう行は「非表示」です。"


@dataclass(frozen=True)
class Version:
    """What marks one version: its number, kind, day and note; `newest` is the number of the last one."""

    number: int
    kind: PublicationKind
    on: date
    note: str
    newest: int
    digest: str = ""

    @property
    def is_old(self) -> bool:
        return self.number < self.newest


def figure(count: int | None, unit: str) -> str:
    return HIDDEN if count is None else f"{count:,}{unit}"


def unit_of(snapshot: Snapshot) -> str:
    return str(snapshot.facts.get("unit") or "名")


def summary(snapshot: Snapshot) -> str:
    """The one sentence that a reader takes along."""
    whole, given = snapshot.whole, snapshot.breakdown(ResultAxis.COMMITTEE)
    of_committee = given.line(OPINIONS) if given else None
    unit = unit_of(snapshot)
    if not whole.opinions:
        words = "意見はありませんでした。"
    else:
        words = f"{whole.submitters:,}{unit}から、{whole.opinions:,}件の意見が寄せられました。"
    if of_committee and of_committee.opinions:
        words += (
            f"ほかに、委員から{of_committee.submitters:,}名・{of_committee.opinions:,}件の意見がありました。"
        )
    return words


def fact_lines(snapshot: Snapshot, version: Version) -> list[tuple[str, str]]:
    """R50: case, period, methods, counts, date, contact; what is empty is left out."""
    return [(label, text) for label, text in _facts(snapshot, version) if text]


def _facts(snapshot: Snapshot, version: Version) -> Iterator[tuple[str, str]]:
    facts, unit, round_ = snapshot.facts, unit_of(snapshot), snapshot.breakdown(ResultAxis.ROUND)
    yield "公表日", day(version.on) + (f"（第{version.number}版）" if version.newest > 1 else "")
    yield "趣旨・目的", facts.get("purpose", "")
    yield "募集期間", _period(facts)
    yield "提出方法", "、".join(facts.get("methods", []))
    if round_:
        yield "意見を出した方", figure(snapshot.whole.submitters, unit)
        yield "意見の数", f"{figure(snapshot.whole.opinions, '件')}（{_distinct(round_)}）"
        yield "数に入れていないもの", _not_counted(round_)
    yield "委員意見", _of_committee(snapshot.breakdown(ResultAxis.COMMITTEE))
    yield "名称の公表に同意した団体", "、".join(facts.get("organisations", []))
    yield "担当課", facts.get("division", "")
    yield "問い合わせ先", facts.get("contact", "")


def _period(facts: dict[str, Any]) -> str:
    if "opens_on" not in facts:
        return ""
    opens, closes = (date.fromisoformat(facts[name]) for name in ("opens_on", "closes_on"))
    words = period(CommentPeriod(opens, closes))
    early = facts.get("closed_early_at")
    if not early:
        return f"{words}（{(closes - opens).days + 1}日間）"
    ended = day_and_time(datetime.fromisoformat(early))
    return f"{words}（{ended}に終了。{facts.get('closed_early_reason', '')}）"


def _distinct(round_: Breakdown) -> str:
    return f"同じ文章を1件とすると{figure(round_.line(DISTINCT).opinions, '件')}"


def _not_counted(round_: Breakdown) -> str:
    left_out = (PublishedOutcome.LATE, PublishedOutcome.SET_ASIDE, PublishedOutcome.WITHDRAWN)
    lines = [round_.line(outcome.value) for outcome in left_out]
    return "、".join(f"{line.label} {figure(line.opinions, '件')}" for line in lines if line.label)


def _of_committee(given: Breakdown | None) -> str:
    if given is None:
        return ""
    line = given.line(OPINIONS)
    return f"{figure(line.submitters, '名')}・{figure(line.opinions, '件')}（上の数に入れていません）"


def count_tables(snapshot: Snapshot) -> list[CountTable]:
    return [_table(each, unit_of(snapshot)) for each in snapshot.counts]


def _table(counted: Breakdown, unit: str) -> CountTable:
    is_round = counted.axis in (ResultAxis.ROUND, ResultAxis.COMMITTEE)
    of_people = is_round or counted.axis in OF_PEOPLE
    unit = "名" if counted.axis is ResultAxis.COMMITTEE else unit
    headings = ["内訳", "意見（件）", *([f"提出者（{unit}）"] if of_people else [])]
    shares = None if is_round else counted.shares
    if shares is not None:
        headings.append("割合（％）")
    rows = []
    for n, line in enumerate(counted.lines):
        rows.append(tuple(_row(line, of_people, shares[n : n + 1] if shares is not None else [])))
    rows += [] if is_round else [_totals(counted, of_people)]
    return CountTable(counted.axis.label, tuple(headings), tuple(rows), _note(counted))


def _row(line: Line, of_people: bool, share: Sequence[float | None]) -> Iterator[str]:
    yield line.label
    yield _plain(line.opinions)
    if of_people:
        yield NO_FIGURE if line.code == DISTINCT else _plain(line.submitters)
    for percent in share:
        yield NO_FIGURE if percent is None else f"{percent:.1f}"


def _plain(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _totals(counted: Breakdown, of_people: bool) -> tuple[str, ...]:
    """The lines add up to it, and a reader can see that they do."""
    columns = [[line.opinions for line in counted.lines]]
    columns += [[line.submitters for line in counted.lines]] if of_people else []
    totals = [NO_FIGURE if None in column else f"{sum(filter(None, column)):,}" for column in columns]
    whole = "100.0" if any(share is not None for share in counted.shares) else NO_FIGURE
    return ("合計", *totals, whole)


def _note(counted: Breakdown) -> str:
    notes = [OF_THE_FIRST] if counted.axis in OF_PEOPLE else []
    hidden = any(line.opinions is None for line in counted.lines)
    return "".join(notes + ([FEW] if hidden and counted.axis in PERSONAL else []))


def banner(version: Version) -> str:
    """What a reader must know before anything else: this is old, this corrects, this plan will not be."""
    if version.is_old:
        return (
            f"この版（第{version.number}版、{wareki(version.on)}公表）のあとに、新しい版が公表されています。"
        )
    if version.kind is PublicationKind.CORRECTION:
        return f"正誤（{wareki(version.on)}）：{version.note}"
    if version.kind is PublicationKind.NOT_ADOPTED:
        return f"この案による策定は行わないこととしました。{version.note}"
    return ""


def opinions_of(answer: Answer) -> str:
    """How many it stands for (R34); committee members' beside it (R43)."""
    if not answer.committee_opinions:
        return f"{answer.opinions:,}件"
    return f"{answer.opinions:,}件\n委員{answer.committee_opinions:,}件"


def paper_of(snapshot: Snapshot, version: Version, *, is_invented: bool) -> ResultsPaper:
    revisions = dict.fromkeys(place for answer in snapshot.answers for place in answer.revisions)
    return ResultsPaper(
        title=TITLE,
        heading=snapshot.facts["title"],
        mark=INVENTED if is_invented else "",
        banner=banner(version),
        facts=tuple(fact_lines(snapshot, version)),
        summary=summary(snapshot),
        counts=tuple(count_tables(snapshot)),
        answers=tuple(_paper_answer(n, each) for n, each in enumerate(snapshot.answers, start=1)),
        revisions=tuple(PaperRevision(each.place, each.before, each.after) for each in revisions),
        ending=f"この版の照合値（SHA-256）：{version.digest}" if version.digest else "",
    )


def _paper_answer(number: int, answer: Answer) -> PaperAnswer:
    reason = f"\n（理由）{answer.reason}" if answer.reason else ""
    return PaperAnswer(
        number=str(number),
        about=answer.about,
        summary=answer.summary,
        opinions=opinions_of(answer),
        wording=answer.wording + reason,
        class_label=answer.class_label,
        places="\n".join(dict.fromkeys(each.place for each in answer.revisions)),
    )
