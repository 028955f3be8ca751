"""Phrases for a headline: rows of words as they stand in the texts, that this group says and others do not."""

from consult.domain.concordance import CONTENT, GAP, WORD, CutText
from consult.domain.key_phrases import key_phrases

CONTENT_WORDS = ("路線", "バス", "本数", "病院", "空き家", "増やす", "増やし", "しっかり", "市民")
PARTICLES = ("の", "が", "に", "を", "て")


def cut(wording: str) -> tuple[str, CutText]:
    """Cut as the dictionary cuts these few words; 増やし is a form of 増やす."""
    forms, kinds, lengths = [], [], []
    rest = wording
    while rest:
        word = next((w for w in (*CONTENT_WORDS, *PARTICLES) if rest.startswith(w)), rest[0])
        forms.append({"増やし": "増やす"}.get(word, word))
        kinds.append(CONTENT if word in CONTENT_WORDS else WORD if word in PARTICLES else GAP)
        lengths.append(len(word))
        rest = rest[len(word) :]
    return wording, CutText(forms, bytes(kinds), bytes(lengths))


def phrases(inside: list[str], outside: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    found = key_phrases(map(cut, inside), map(cut, outside))
    return [("".join(each.row), each.texts) for each in found]


def test_neighbouring_words_are_one_phrase_and_a_particle_parts_them() -> None:
    said = ["路線バスの本数を増やして。", "路線バスが病院に。", "路線バスの本数が市民に。"]
    assert phrases(said) == [("路線バス", 3), ("本数", 2)]


def test_what_everybody_says_is_behind_what_this_group_says() -> None:
    said = [f"空き家が市民に{n}" for n in range(5)]
    others = tuple(f"市民が{n}" for n in range(50))
    assert phrases(said, others)[0] == ("空き家", 5)
    assert "市民" not in dict(phrases(said, others))


def test_a_verb_an_adverb_and_what_is_said_once_are_offered_to_nobody() -> None:
    assert phrases(["しっかり増やして、病院。", "しっかり増やして、本数。"]) == []


def test_a_word_alone_stays_where_it_mostly_stands_without_the_longer_phrase() -> None:
    said = ["路線バス。", "路線バス！", *(f"バスが{n}" for n in range(8))]
    assert phrases(said)[0] == ("バス", 10)
