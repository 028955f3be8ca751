"""Readings stand over kanji alone, and the text stays the text."""

import pytest

from consult.domain.ruby import ruby_of


def drawn(*words: tuple[str, str]) -> str:
    return "".join(f"{each.text}〔{each.reading}〕" if each.reading else each.text for each in ruby_of(words))


@pytest.mark.parametrize(
    ("word", "kana", "expected"),
    [
        ("走らせる", "ハシラセル", "走〔はし〕らせる"),
        ("引越し", "ヒッコシ", "引越〔ひっこ〕し"),
        ("食べ物", "タベモノ", "食〔た〕べ物〔もの〕"),
        ("一人ひとり", "ヒトリヒトリ", "一人〔ひとり〕ひとり"),
        ("まち", "マチ", "まち"),
        ("バス", "バス", "バス"),
        ("Ｗｅｂ", "ウェブ", "Ｗｅｂ"),
        ("3D化", "スリーディーカ", "3D化"),
        ("三", "", "三"),
        ("令和", "レイワ", "令和〔れいわ〕"),
        ("時々", "トキドキ", "時々〔ときどき〕"),
        ("大人びた", "オトナビタ", "大人〔おとな〕びた"),
        ("下さい", "チガウヨミ", "下さい〔ちがうよみ〕"),
    ],
)
def test_the_reading_stands_over_the_kanji(word: str, kana: str, expected: str) -> None:
    assert drawn((word, kana)) == expected


def test_the_parts_are_the_text_again_and_a_chosen_form_stays_with_its_kanji() -> None:
    words = [("葛", "カツ"), ("\U000e0100", ""), ("飾", "シカ"), ("区", "ク"), ("へ", "ヘ"), ("。", "キゴウ")]
    assert "".join(each.text for each in ruby_of(words)) == "".join(word for word, _ in words)
    assert ruby_of(words)[0].text == "葛\U000e0100"
