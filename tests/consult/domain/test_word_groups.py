"""Texts grouped by the words that they share."""

from collections import Counter

from consult.domain.word_groups import WordGroup, grouped

TEXTS = {
    1: {"市", "公園", "遊具"},
    2: {"市", "公園", "遊具"},
    3: {"市", "公園", "木陰"},
    4: {"市", "獣", "畑"},
    5: {"市", "獣"},
    6: {"市", "木陰"},
    7: {"市", "方言"},
}


def among(texts: dict[int, set[str]]) -> Counter[str]:
    return Counter(word for words in texts.values() for word in words)


def test_each_text_is_in_one_group_or_in_the_rest() -> None:
    groups, rest = grouped(TEXTS, among=among(TEXTS), of=len(TEXTS))
    assert groups == [
        WordGroup("公園", (1, 2, 3), ("遊具",)),
        WordGroup("獣", (4, 5), ()),
    ]
    assert rest == (6, 7)


def test_a_word_of_every_text_makes_no_group() -> None:
    groups, rest = grouped(TEXTS, among=among(TEXTS), of=len(TEXTS))
    assert "市" not in {group.word for group in groups}
    assert grouped({}, among={}, of=0) == ([], ())
    assert rest


def test_of_two_words_in_as_many_texts_the_rarer_among_all_comes_first() -> None:
    texts = {1: {"多い", "少ない"}, 2: {"多い", "少ない"}, 3: {"多い"}, 4: {"少ない"}}
    groups, _ = grouped(texts, among={"多い": 50, "少ない": 4}, of=100)
    assert groups[0].word == "少ない"


def test_a_word_of_the_other_texts_as_well_comes_after_one_of_these_texts_alone() -> None:
    texts = {1: {"人", "方言"}, 2: {"人", "方言"}, 3: {"人"}, 4: {"人"}}
    groups, _ = grouped(texts, among={"人": 12, "方言": 2}, of=100)
    assert groups[0].word == "方言"
