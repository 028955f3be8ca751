"""The report on tags: what is read, what is counted, what is said when a file is at fault."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.__main__ import main
from nlp.errors import InputUnreadable
from nlp.evaluate import Report, evaluate
from nlp.labelled import Labelled, read_labelled
from nlp.report import ENOUGH_GROUPS, as_text, as_values
from nlp.types import TagResult, TagSuggestion

CODES = {"theme": ("hito", "machi"), "package": ("A", "B", "C", "D"), "model": ("M1",)}


def written(folder: Path, *rows: Any) -> str:
    file = folder / "labelled.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(file)


def labels(**facets: list[str]) -> dict[str, Any]:
    return {"themes": [], "packages": [], "models": [], **facets}


def labelled(number: int, *coders: list[str]) -> Labelled:
    each = tuple({"theme": (), "package": tuple(codes), "model": ()} for codes in coders)
    return Labelled(str(number), str(number), "本文", each, each[0])


def result(*codes: str, ranked: tuple[str, ...] = ("A", "B", "C", "D"), sure: float = 0.9) -> TagResult:
    tags = tuple(TagSuggestion("package", code, sure, (), ()) for code in codes)
    chances = {("package", code): sure if code in codes else 0.1 for code in CODES["package"]}
    return TagResult(tags, ranked, chances)


def packages_of(report: Report) -> Any:
    return next(facet for facet in report.facets if facet.facet == "package")


def test_both_halves_together_are_the_whole_and_share_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, *({"id": f"{n:x}", "text": "文", **labels()} for n in range(40)))
    learning, evaluation = read_labelled(file, "learning"), read_labelled(file, "evaluation")
    assert {one.id[-1] for one in evaluation} == set("13579bdf")
    assert sorted([*learning, *evaluation], key=lambda one: int(one.id, 16)) == read_labelled(file)


def test_remarks_go_to_the_half_of_their_hearing(tmp_path: Path) -> None:
    remarks = [{"wording": "一つ", **labels(themes=["hito"])}, {"wording": "二つ", **labels()}]
    file = written(tmp_path, {"number": 12, "remarks": remarks}, {"number": 61, "remarks": remarks})
    assert [(one.id, one.group, one.text) for one in read_labelled(file, "evaluation")] == [
        ("61-1", "61", "一つ"),
        ("61-2", "61", "二つ"),
    ]


def test_what_two_coders_gave_is_kept_apart_and_what_both_gave_is_agreed(tmp_path: Path) -> None:
    nothing = {"a": [], "b": []}
    two = {"themes": nothing, "packages": {"a": ["A", "B"], "b": ["B", "C"]}, "models": nothing}
    file = written(tmp_path, {"id": "1", "text": "文", **two})
    (one,) = read_labelled(file)
    assert [coder["package"] for coder in one.coders] == [("A", "B"), ("B", "C")]
    assert one.agreed["package"] == ("B",)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"text": "文", **labels()}, "id"),
        ({"id": "1", **labels()}, "text"),
        ({"id": "1", "text": "文"}, "分類"),
        ({"id": "1", "text": "文", **labels(), "packages": "2-1"}, "packages"),
        ({"id": "1", "text": "文", **labels(), "packages": {"a": ["2-1"]}}, "packages"),
        ({"id": "1", "text": "文", **labels(), "packages": [1]}, "packages"),
        ({"id": "1", "remarks": "文"}, "remarks"),
        ([], "id"),
    ],
)
def test_a_line_at_fault_is_named(tmp_path: Path, row: Any, complaint: str) -> None:
    file = written(tmp_path, {"id": "0", "text": "文", **labels()}, row)
    with pytest.raises(InputUnreadable, match=f"2 行目.*{complaint}"):
        read_labelled(file)


def test_one_coder_and_two_coders_do_not_mix(tmp_path: Path) -> None:
    two = {key: {"a": [], "b": []} for key in ("themes", "packages", "models")}
    file = written(tmp_path, {"id": "0", "text": "文", **labels()}, {"id": "1", "text": "文", **two})
    with pytest.raises(InputUnreadable, match="混ざって"):
        read_labelled(file)


def test_counts_of_a_code_and_its_precision_and_recall() -> None:
    people = [labelled(1, ["A"]), labelled(2, ["A"]), labelled(3, ["B"]), labelled(4, [])]
    report = evaluate(people, [result("A"), result(), result("A"), result()], CODES)
    a = packages_of(report).codes[0]
    assert (a.cases, a.suggested) == (2.0, 2)
    assert (a.precision.value, a.recall.value, a.f1.value) == (0.5, 0.5, 0.5)
    assert a.people_f1.value is None


def test_an_opinion_of_no_package_that_gets_a_tag_was_not_kept_empty() -> None:
    people = [labelled(1, []), labelled(2, []), labelled(3, ["A"])]
    facet = packages_of(evaluate(people, [result(), result("B"), result("A")], CODES))
    assert facet.none_kept_empty.value == 0.5
    assert facet.none_by_people == pytest.approx(2 / 3)
    assert facet.none_by_machine == pytest.approx(1 / 3)


def test_the_first_three_are_measured_on_what_a_person_gave_first() -> None:
    people = [labelled(1, ["D", "A"]), labelled(2, ["C", "D"]), labelled(3, [])]
    facet = packages_of(evaluate(people, [result(), result(), result()], CODES))
    assert facet.first_three.value == 0.5


def test_people_stand_beside_the_machine() -> None:
    people = [labelled(1, ["A"], ["A"]), labelled(2, ["A"], ["B"])]
    facet = packages_of(evaluate(people, [result("A"), result("A")], CODES))
    assert facet.people_micro_f1.value == 0.5
    assert facet.micro_f1.value == pytest.approx(0.75)


def test_the_rank_shift_is_the_furthest_a_package_moves() -> None:
    people = [*(labelled(n, ["A"]) for n in range(3)), labelled(4, ["B"])]
    results = [result("B"), result("B"), result("C"), result("C")]
    assert packages_of(evaluate(people, results, CODES)).rank_shift == 2


def test_calibration_looks_at_what_was_suggested() -> None:
    people = [labelled(n, ["A"] if n < 9 else ["B"]) for n in range(10)]
    facet = packages_of(evaluate(people, [result("A") for _ in people], CODES))
    assert facet.calibration_error_suggested == pytest.approx(0.0)
    assert [(each.count, each.share_right) for each in facet.reliability] == [(10, 0.9)]


def test_nothing_to_measure_is_said_and_is_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert main(["evaluate", str(empty)]) == 0
    assert "意見 0 件" in capsys.readouterr().out


def test_the_report_names_every_code_of_the_plan(
    tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    file = written(
        tmp_path,
        {"id": "1", "text": "路線バスを増やしてほしい。", **labels(packages=["2-1"], themes=["machi"])},
        {"id": "2", "text": "ありがとうございます。", **labels()},
    )
    assert main(["evaluate", file]) == 0
    text = capsys.readouterr().out
    assert all(f"  {code} " in text for code in ("1-1", "2-1", "3-3", "hito", "M3"))
    assert main(["evaluate", file, "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert [facet["facet"] for facet in values["facets"]] == ["theme", "package", "model"]


def test_a_code_the_strategy_does_not_have_is_refused(
    tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    file = written(tmp_path, {"id": "1", "text": "文", **labels(packages=["9-9"])})
    assert main(["evaluate", file]) == 2
    assert "9-9" in capsys.readouterr().err


def test_the_text_shows_no_figure_where_there_is_none() -> None:
    text = as_text(evaluate([labelled(1, [])], [result()], CODES))
    assert "－" in text and "nan" not in text


@pytest.mark.parametrize(("groups", "has_interval"), [(ENOUGH_GROUPS - 1, False), (ENOUGH_GROUPS, True)])
def test_intervals_begin_with_ten_groups_in_text_and_values(groups: int, *, has_interval: bool) -> None:
    """A bootstrap of a few groups that are all right says 1.000–1.000, which nobody may quote."""
    report = evaluate(
        [labelled(number, ["A"]) for number in range(groups)], [result("A") for _ in range(groups)], CODES
    )
    text, package = as_text(report), next(f for f in as_values(report)["facets"] if f["facet"] == "package")
    assert ("1.000 〔1.000–1.000〕" in text) is has_interval
    assert ("区間を出しません" in text) is not has_interval
    for figure in (package["micro_f1"], package["codes"][0]["f1"]):
        assert (figure["value"], figure["low"] is not None) == (1.0, has_interval)
