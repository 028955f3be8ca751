"""Which district a body's name tells, and when it is better to say nothing."""

import pytest

from consult.domain.district_name import district_told

DISTRICTS = ["みどり", "青葉", "浜・大浜", "小川"]


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("みどり地区のNPO法人B", "みどり"),
        ("NPO法人B（みどり地区）", "みどり"),
        ("子ども会(青葉)", "青葉"),
        ("架空市青葉地区まちづくりの会", "青葉"),
        ("浜・大浜地区の商店会", "浜・大浜"),
        ("みどり地区の子ども会（みどり）", "みどり"),
    ],
)
def test_a_name_tells_its_district_before_the_word_or_in_brackets(name: str, district: str) -> None:
    assert district_told(name, DISTRICTS) == district


@pytest.mark.parametrize(
    "name",
    [
        "",
        "みどり園",
        "みどり高校の生徒会",
        "南みどり地区の会",
        "みどり地区と青葉地区の連絡会",
        "みどり地区の会（青葉）",
        "みどり・青葉地区の会",
        "青葉地区の会、南青葉地区の会",
        "（みどりの会）",
    ],
)
def test_what_is_not_beyond_doubt_tells_nothing(name: str) -> None:
    assert district_told(name, DISTRICTS) == ""


def test_a_list_may_write_its_districts_with_the_word() -> None:
    assert district_told("みどり地区の会", ["みどり地区"]) == "みどり地区"
    assert district_told("地区の会", ["地区"]) == ""
