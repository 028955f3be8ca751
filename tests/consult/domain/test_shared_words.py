"""What an opinion and a text share is a reason only where it tells something."""

from consult.domain.shared_words import SharedWords

MEASURES = {
    "bus": {"路線": "路線", "バス": "バス", "維持": "維持"},
    "school": {"学校": "学校", "図書": "図書", "充実": "充実"},
    "port": {"港": "港", "整備": "整備"},
}


def best(*forms: str, one_is_enough: bool = True) -> list[str]:
    return [each.key for each in SharedWords(MEASURES, one_is_enough=one_is_enough).best(forms)]


def test_the_text_that_shares_more_comes_first_and_says_what_it_shares() -> None:
    found = SharedWords(MEASURES, one_is_enough=True).best(["バス", "路線", "学校", "病院"])
    assert [each.key for each in found] == ["bus", "school"]
    assert set(found[0].words) == {"バス", "路線"}


def test_one_word_is_a_reason_only_where_the_caller_says_so() -> None:
    assert best("バス") == ["bus"]
    assert best("バス", one_is_enough=False) == []
    assert best("バス", "維持", one_is_enough=False) == ["bus"]


def test_a_word_that_many_texts_have_tells_nothing() -> None:
    many = {n: {"推進": "推進", f"語{n}の": f"語{n}の"} for n in range(12)}
    assert SharedWords(many, one_is_enough=True).best(["推進"]) == []
    assert [each.key for each in SharedWords(many, one_is_enough=True).best(["推進", "語3の"])] == [3]


def test_single_letters_numbers_and_short_words_in_hiragana_are_no_reason() -> None:
    texts = {"a": {"港": "港", "20": "20", "於ける": "おけ"}, "b": {"まちづくり": "まちづくり"}}
    assert SharedWords(texts, one_is_enough=True).best(["港", "20", "於ける"]) == []
    assert [each.key for each in SharedWords(texts, one_is_enough=True).best(["まちづくり"])] == ["b"]


def test_of_equal_texts_the_earlier_comes_first_and_three_are_enough() -> None:
    same = {key: {"温泉": "温泉", "観光": "観光"} for key in "dcba"}
    assert [each.key for each in SharedWords(same, one_is_enough=False).best(["温泉", "観光"])] == [
        "d",
        "c",
        "b",
    ]
