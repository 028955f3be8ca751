"""A strategy file that is wrong is refused with the path and the line, in Japanese, and nothing is loaded."""

from pathlib import Path

import pytest

from consult.domain.errors import PlanRefused
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from consult.plan.strategy_file import read_strategy
from consult.plan.yaml_source import MAX_CHARACTERS
from tests.consult.plan import content

SHIPPED = SHIPPED_STRATEGY.read_text()
LINES = SHIPPED.splitlines()


def line_of(words: str, nth: int = 1) -> int:
    return [n for n, line in enumerate(LINES, start=1) if words in line][nth - 1]


def refusal(text: str) -> str:
    with pytest.raises(PlanRefused) as refused:
        read_strategy(text)
    return refused.value.message


# What stands in the shipped file, what is put in its place, the path and the reason that must be named.
CHANGES = {
    "an unknown key": (
        'name: "いわき総活躍PJ"',
        'nam: "いわき総活躍PJ"',
        "phase2.packages[2].nam",
        "知らない項目",
    ),
    "an unknown key at the top": ("population:", "peoples:", "peoples", "知らない項目"),
    "a number for words": ('label: "基準推計"', "label: 12", "population.projections.base.label", "文字で"),
    "words for a number": ("value: 361934", 'value: "361934"', "population.statements[0].value", "整数で"),
    "a fraction of a person": ("value: 361934", "value: 3.5", "population.statements[0].value", "整数で"),
    "true for a number": ("page: 18", "page: true", "phase1.overall_review.page", "整数で"),
    "words for yes or no": (
        "cumulative: true",
        'cumulative: "はい"',
        "phase1.kpi.goal3[3].cumulative",
        "true",
    ),
    "infinity": ("{value: 9137, ref:", "{value: .inf, ref:", "phase1.kpi.goal3[1].values.2016.value", "数"),
    "a number too large": (
        "value: 361934",
        "value: 9999999999999999",
        "population.statements[0].value",
        "大き",
    ),
    "too many decimals": (
        "value: 1.57",
        "value: 1.571",
        "phase1.kpi.goal1[0].values.2015.value",
        "小数点以下",
    ),
    "a list for a text": ('theme: "まち"', "theme: []", "main_opinions.themes[2].theme", "文字で"),
    "an empty text": (
        'headline: "若い人',
        'headline: ""\n      x: "若い人',
        "main_opinions.themes[1].headline",
        "空",
    ),
    "an unknown channel": (
        "channel: review",
        "channel: revue",
        "consultation_timeline[0].channel",
        "使えない値",
    ),
    "an unknown direction": (
        "direction: down",
        "direction: left",
        "phase1.kpi.goal2[0].direction",
        "up、down",
    ),
    "a month that does not exist": (
        'start: "2019-11"',
        'start: "2019-13"',
        "consultation_timeline[0].start",
        "形",
    ),
    "an end before its start": ('end: "2020-12"', 'end: "2019-12"', "consultation_timeline[2].end", "前です"),
    "a goal that does not exist": (
        "goal: 2\n",
        "goal: 8\n",
        "phase2.packages[4].goal",
        "基本目標8はありません",
    ),
    "a KPI of no goal": (
        "    goal2:\n      - name",
        "    goal9:\n      - name",
        "phase1.kpi.goal9",
        "基本目標9",
    ),
    "an unknown theme": (
        'theme: "まち"',
        'theme: "うみ"',
        "main_opinions.themes[2].theme",
        "「うみ」はありません",
    ),
    "an unknown step": (
        "source_timeline: T3",
        "source_timeline: T33",
        "main_opinions.source_timeline",
        "T33",
    ),
    "a missing predecessor": (
        'same_name_as_phase1: "3-4"',
        'same_name_as_phase1: "3-9"',
        "phase2.packages[10].same_name_as_phase1",
        "「3-9」がありません",
    ),
    "a year with no column": (
        '"2019": {value: 1.43',
        '"2021": {value: 1.43',
        "phase1.kpi.goal1[0].values.2021",
        "kpi_columns",
    ),
    "a ruby of no word": (
        '{"生業": "なりわい"}',
        '{"家業": "かぎょう"}',
        "phase2.goals[2].title_ruby.家業",
        "題名",
    ),
    "a doubled theme": ("code: machi, label", "code: hito, label", "themes[1].code", "二度"),
    "a doubled opinion": ("id: OP-M5", "id: OP-S1", "main_opinions.themes[2].opinions[4].id", "二度"),
    "a doubled step": ("- id: T8a", "- id: T1", "consultation_timeline[7].parts[0].id", "二度"),
    "a doubled word": ('surface: "共創"', 'surface: "人財"', "vocabulary[7].surface", "二度"),
    "a doubled key": ("  page: 19\n", "  page: 19\n  page: 20\n", "main_opinions.page", "二度"),
    "a value under a year's name": (
        "{value: 2600, text",
        "{valu: 2600, text",
        "phase1.kpi.goal1[1].target_2020",
        "",
    ),
    "a figure in words": (
        "-50.4",
        '"半分"',
        "population.projections.base.points[1].versus_2015_percent",
        "数で",
    ),
    "a date in place of a text": ('"R1.11月～"', "2019-11-01", "consultation_timeline[0].period", "この型"),
    "a control character": ('"R1.11月～"', '"R1\\0"', "consultation_timeline[0].period", "制御文字"),
    "a foreign tag": (
        '"R1.11月～"',
        "!!python/name:os.system x",
        "consultation_timeline[0].period",
        "この型",
    ),
}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_what_is_wrong_is_named_with_path_and_line(change: str) -> None:
    old, new, path, reason = CHANGES[change]
    assert old in SHIPPED
    line = SHIPPED[: SHIPPED.index(old)].count("\n") + 1
    message = refusal(SHIPPED.replace(old, new, 1))
    told = [each for each in message.splitlines() if each.startswith(path) and reason in each]
    assert told, message
    # The line of the thing itself, or of the line it begins on.
    assert any(f"（{near}行目）" in told[0] for near in range(line, line + new.count("\n") + 2)), told


def test_a_missing_key_is_named_with_the_line_of_what_lacks_it() -> None:
    text = SHIPPED.replace('      name: "医療・ヘルスケアPJ"\n', "")
    begins = line_of('code: "1-4"', 2)
    assert refusal(text) == f"phase2.packages[3].name（{begins}行目）：必要な項目がありません。"


@pytest.mark.parametrize("lost", ["1-2", "1-3", "1-4", "2-1", "2-2", "2-5", "3-1", "3-2", "3-3"])
def test_a_missing_package_is_refused(lost: str) -> None:
    start = SHIPPED.index(f'    - code: "{lost}"\n')
    rest = SHIPPED[start + 10 :]
    end = start + 10 + min(rest.index(mark) for mark in ("    - code:", "\n  kpi_note") if mark in rest)
    message = refusal(SHIPPED[:start] + SHIPPED[end:])
    assert f"政策パッケージ「{lost}」がありません" in message


def test_a_goal_without_any_package_is_refused() -> None:
    text = SHIPPED.replace("  goals:\n", '  goals:\n    - {number: 4, title: "からの目標"}\n', 1)
    assert "phase2.goals[0]" in refusal(text) and "基本目標4に政策パッケージがありません" in refusal(text)


@pytest.mark.parametrize("section", ["meta", "themes", "phase2"])
def test_a_missing_section_is_named(section: str) -> None:
    assert f"{section}（" in refusal(SHIPPED.replace(f"\n{section}:", f"\n{section}_x:", 1))


def test_every_problem_is_told_at_once_up_to_twenty() -> None:
    message = refusal(SHIPPED.replace("surface:", "surfaces:"))
    assert len(message.splitlines()) == 21
    assert message.splitlines()[-1] == "ほか20か所"


def test_aliases_and_bombs_are_refused_before_anything_is_built() -> None:
    bomb = 'a: &a ["x","x"]\n' + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "別名" in refusal(bomb) and "1行目" in refusal(bomb)
    assert "別名" in refusal("meta: &m {title: x}\nthemes: *m\n")


def test_a_file_that_is_too_deep_or_too_large_is_refused(tmp_path: Path) -> None:
    assert "入れ子" in refusal("a: " + "[" * 5000 + "]" * 5000)
    assert "大きすぎ" in refusal("#" * (MAX_CHARACTERS + 1))
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_CHARACTERS * 4 + 1))
    with pytest.raises(PlanRefused, match="大きすぎ"):
        read_strategy(large)


@pytest.mark.parametrize(
    "text", ["", "# 何もない", "ただの文", "- 一覧", "a: [", "a: b: c", "\tx: 1", "---\na: 1\n---\nb: 2"]
)
def test_what_is_no_strategy_at_all_is_refused(text: str) -> None:
    assert "行目" in refusal(text)


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "sjis.yaml"
    path.write_bytes(b"meta:\n  title: " + "戦略".encode("cp932"))
    with pytest.raises(PlanRefused, match=r"2行目.*UTF-8"):
        read_strategy(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(PlanRefused, match="開けません"):
        read_strategy(tmp_path)


@pytest.mark.usefixtures("database")
def test_nothing_of_a_refused_file_is_loaded() -> None:
    before = content.rows_by_table()
    with pytest.raises(PlanRefused):
        load_strategy(SHIPPED.replace("id: OP-M5", "id: OP-S1"))
    assert content.rows_by_table() == before
