"""By what a word is counted, whoever counts: one form for all its writings, and the words that say nothing by themselves."""

from collections.abc import Sequence

from consult.domain.folding import is_kana
from consult.opinion_words import read_content

# Written down as `content_of` gives it: a string per word, so that a million of them are counted in a moment.
Text = Sequence[str]

# Nouns and adverbs to the dictionary that say nothing by themselves; the page names some of them.
PASSED_OVER = frozenset(
    [
        "こと",
        "もの",
        "ところ",
        "とき",
        "時",
        "よう",
        "ため",
        "為",
        "方",
        "さ",
        "み",
        "達",
        "等",
        "など",
        "どう",
        "そう",
        "こう",
        "もっと",
        "とても",
        "大変",
        "中",
        "内",
        "うち",
        "後",
        "前",
        "上",
        "先",
        "間",
        "場合",
        "今",
        "また",
    ]
)


class Forms(dict[str, str]):
    """The form that a word is counted by; each word, as written down, is read once."""

    def __missing__(self, written_down: str) -> str:
        self[written_down] = form = read_content(written_down).form
        return form

    def among(self, text: Text) -> set[str]:
        return set(map(self.__getitem__, text))


def label_of(base: str, writings: Sequence[str]) -> str:
    """The dictionary's writing, unless nobody writes so: 纏める is まとめる, 奇麗 is きれい, but 使う is never 使っ."""
    if base in writings or not writings:
        return base
    is_inflected = is_kana(base[-1:])
    whole = (text for text in writings if not is_inflected or text.endswith(base[-1]))
    return next(whole, base)
