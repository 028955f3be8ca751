"""Names that may be one body are proposed, names of other bodies are not. All bodies here are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.counterpart_name import match_key
from consult.domain.near_names import Likeness, near_names


def pairs(*names: str) -> set[tuple[int, int]]:
    return {(near.first, near.second) for near in near_names(enumerate(names, start=1))}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("みどり地区のNPO法人W", "NPO法人W（みどり地区）", Likeness.SPELLING),
        ("市内在住の移住者w氏（さんかく地区）", "移住者ｗ氏（さんかく）", Likeness.ADDITION),
        ("架空会議所産業プラン検討会議（第１回）", "架空会議所産業プラン検討会議（第2回）", Likeness.MEETING),
        ("令和元年度架空市総合教育会議", "令和２年度第三回架空市総合教育会議", Likeness.MEETING),
        ("株式会社架空水産", "架空水産", Likeness.FORM),
        ("株式会社架空水産", "架空水産㈱", Likeness.SPELLING),
        ("架空旅館組合", "架空旅館組合（青葉地区）", Likeness.ADDITION),
        ("斎藤架空事務所", "齋藤架空事務所", Likeness.SPELLING),
        ("架空キャンプ協会", "架空キヤンプ協会", Likeness.SPELLING),
        ("ｶｸｳさくら会", "架空サクラ会", None),
        ("さくら架空会", "サクラ架空会", Likeness.SPELLING),
        ("架空まちづくりの会", "架空まちづくり会", Likeness.SLIP),
        ("架空つむぎサポーターズ", "架空つむぎサポータズ", Likeness.SPELLING),
        ("架空コンサルテイング", "架空コンサルチイング", Likeness.SLIP),
        ("架空商会工議所", "架空商工会議所", Likeness.SLIP),
        ("架空観光協協会", "架空観光協会", Likeness.SLIP),
    ],
)
def test_one_body_written_twice_is_proposed_with_the_reason(
    one: str, other: str, why: Likeness | None
) -> None:
    assert [near.likeness for near in near_names([(1, one), (2, other)])] == ([why] if why else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("みどり地区の旅館組合", "みどり地区の旅館組合 青年部"),
        ("みどり地区の旅館組合", "あおば地区の旅館組合"),
        ("架空協会みどり支部", "架空協会あおば支部"),
        ("市内製造業A社", "市内製造業H社"),
        ("市内起業家a氏", "市内起業家e氏"),
        ("架空市立第一中学校", "架空市立第二中学校"),
        ("架空市立東小学校", "架空市立西小学校"),
        ("市 農業担当課", "市 水産担当課"),
        ("市内農業青年グループ", "市内漁業青年グループ"),
        ("株式会社架空", "有限会社架空"),
        ("創生会議委員　意見①", "創生会議委員　意見②"),
        ("市内架空企業", "市外架空企業"),
        ("移住者w氏（さんかく地区）", "移住者w氏（まる地区）"),
        ("架空会議（第1分科会）", "架空会議（第2分科会）"),
        ("さくら会", "さくや会"),
        ("会", "会（みどり地区）"),
    ],
)
def test_another_body_is_not_proposed(one: str, other: str) -> None:
    assert pairs(one, other) == set()


def test_eight_meetings_are_seven_pairs_with_the_first() -> None:
    assert pairs(*(f"架空検討会議（第{n}回）" for n in range(1, 9))) == {(1, n) for n in range(2, 9)}


def test_a_body_found_to_be_another_is_compared_with_the_next() -> None:
    names = [(1, "架空の会"), (2, "架空の会（みどり地区）"), (3, "架空の会（みどり）")]
    assert {(n.first, n.second) for n in near_names(names)} == {(1, 2), (1, 3)}
    left = near_names(names, known_as_two={(1, 2)})
    assert {(n.first, n.second) for n in left} == {(1, 3)}
    assert {(n.first, n.second) for n in near_names(names, known_as_two={(1, 2), (1, 3)})} == {(2, 3)}


def test_other_spellings_of_a_body_are_compared_too_and_never_with_the_body_itself() -> None:
    names = [(1, "架空商工会"), (1, "架空商工会（みどり地区）"), (2, "架空商工会（みどり）")]
    assert {(n.first, n.second) for n in near_names(names)} == {(1, 2)}


@given(st.lists(st.text(alphabet="架空会A社（）第1回地区のさくらー株式会 ", max_size=12), max_size=12))
def test_any_names_can_be_compared_and_equal_keys_are_always_near(names: list[str]) -> None:
    found = near_names(enumerate(names))
    assert all(near.first != near.second for near in found)
    ids = [(min(n.first, n.second), max(n.first, n.second)) for n in found]
    assert len(ids) == len(set(ids))
    assert found == near_names(enumerate(names))
    twice = [name for name in names if len(match_key(name)) > 3][:1]
    if twice:
        assert len(near_names([(1, twice[0]), (2, f" {twice[0]}\u200b")])) <= 1


@pytest.mark.parametrize(
    "name",
    [
        lambda n: f"架空の団体{chr(0x4E00 + n)}",
        lambda n: f"架空会議（第{n}回）",
        lambda n: f"架空会（{chr(0x4E00 + n)}丁目）",
        lambda n: "さ" * (n % 190 + 1) + "か" + chr(0x4E00 + n),
    ],
)
def test_five_thousand_bodies_are_compared(name: object) -> None:
    """bench/bench_hostile.py measures how long it takes."""
    names = [(n, name(n)) for n in range(5_000)]  # type: ignore[operator]
    assert all(near.first != near.second for near in near_names(names))
