"""A text that lost characters is known again in the whole one, and in no other."""

import pytest

from consult.domain.lost_characters import Lossy, Shelf, whole

NOTES = "・𠮷野の橋を早く直してほしい。子どもの通学路なので冬が来るまでに頼みたい。\n・夕方のバスを増やしてほしい。"


def lossy(notes: str, name: str = "架空の会", marks: str = "〓?") -> Lossy:
    return Lossy(name, notes, marks)


@pytest.mark.parametrize(
    "notes",
    [
        NOTES.replace("𠮷", "〓"),
        NOTES.replace("𠮷", "?"),
        # Excel writes one for each half.
        NOTES.replace("𠮷", "??"),
        NOTES.replace("橋", "〓").replace("冬", "〓"),
        NOTES.replace("𠮷", "〓").replace("\n", "\r\n　"),
    ],
)
def test_a_mark_stands_for_any_one_character(notes: str) -> None:
    assert lossy(notes).is_same_as(whole("架空の会", NOTES))


def test_the_name_may_have_lost_one_too() -> None:
    assert lossy(NOTES, name="〓田商店会").is_same_as(whole("𠮷田商店会", NOTES))
    assert not lossy(NOTES, name="〓田商店会").is_same_as(whole("𠮷野商店会", NOTES))


@pytest.mark.parametrize(
    "notes",
    [
        NOTES.replace("𠮷", "〓").replace("夕方", "朝方"),
        NOTES.replace("𠮷", "〓〓〓"),
        NOTES.replace("𠮷", "〓") + "あ",
        # 〓 is one character; a question mark typed full width was none that got lost.
        NOTES.replace("𠮷", "？"),
        "〓" * len(NOTES),
    ],
)
def test_what_differs_otherwise_is_not_the_same(notes: str) -> None:
    assert not lossy(notes).is_same_as(whole("架空の会", NOTES))


def test_a_question_mark_is_one_where_the_file_lost_nothing_by_it() -> None:
    assert not lossy(NOTES.replace("𠮷", "?"), marks="〓").is_same_as(whole("架空の会", NOTES))


def test_what_is_more_than_one_character_or_none_after_folding_is_alike() -> None:
    notes = "・タンクは㏄で示してほしい。葛󠄀の字を正しく。"
    assert lossy(notes.replace("㏄", "〓")).resembles(whole("架空の会", notes))
    assert lossy(notes.replace("葛󠄀", "葛〓")).resembles(whole("架空の会", notes))
    assert not lossy("・〓を置いてほしい。").resembles(whole("架空の会", notes))


def test_in_words_the_marks_and_how_many() -> None:
    assert lossy("橋〓の〓", marks="〓").in_words == "〓の2文字"
    assert lossy("橋〓の?").in_words == "〓と?の2文字"


def test_only_texts_of_the_group_with_the_same_end_are_compared() -> None:
    texts = [("day", whole("架空の会", f"・同じ始まり{n}"), n) for n in range(2_000)]
    shelf = Shelf([*texts, ("another day", whole("架空の会", "・同じ始まり7"), -7)])
    assert [n for _, n in shelf.near("day", lossy("・同〓始まり77", marks="〓"))] == [77]
    assert shelf.near("no day", lossy("・同〓始まり77", marks="〓")) == []
    assert len(shelf.near("day", lossy("・同じ始まり〓", marks="〓"))) == 500
