"""What an opinion and a text share is a reason only where it tells something."""

from consult.domain.shared_words import SharedWords

MEASURES = {
    "bus": {"路線": "路線", "バス": "バス", "維持": "維持"},
    "school": {"学校": "学校", "図書": "図書", "充実": "充実"},
    "port": {"港": "港", "整備": "整備"},
}


def shared(*forms: str) -> list[str]:
    return [each.key for each in SharedWords(MEASURES).shared(forms)]


def test_a_text_that_shares_words_says_which() -> None:
    found = SharedWords(MEASURES).shared(["バス", "路線", "学校", "病院"])
    assert [(each.key, set(each.words)) for each in found] == [("bus", {"バス", "路線"})]


def test_one_shared_word_is_no_reason() -> None:
    assert shared("バス") == []
    assert shared("バス", "維持") == ["bus"]


def test_a_word_that_many_texts_have_tells_nothing() -> None:
    many = {n: {"推進": "推進", f"語{n}の": f"語{n}の", f"話{n}の": f"話{n}の"} for n in range(12)}
    assert SharedWords(many).shared(["推進", "語3の"]) == []
    assert [each.key for each in SharedWords(many).shared(["推進", "語3の", "話3の"])] == [3]


def test_single_letters_numbers_and_short_words_in_hiragana_are_no_reason() -> None:
    texts = {
        "a": {"港": "港", "20": "20", "於ける": "おけ"},
        "b": {"まちづくり": "まちづくり", "祭り": "祭り"},
    }
    assert SharedWords(texts).shared(["港", "20", "於ける"]) == []
    assert [each.key for each in SharedWords(texts).shared(["まちづくり", "祭り"])] == ["b"]
