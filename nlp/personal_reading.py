"""A text made ready for the finders of personal information: widths, digits and rare characters as one, words cut.

Every view has the characters of `content` at the same places, so what is found in one is cut out of another.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from sudachipy import Dictionary

from nlp.dictionary import open_dictionary
from nlp.normalise import normalise
from nlp.types import Text

WORDS = Path(__file__).parent / "resources" / "personal.yaml"
# 一度に切る長さ。SudachiPy は 49,149 バイトまでしか受け取らない
_LONGEST_CUT = 2_000
_CUT = re.compile(rf"[^。！？!?\n]{{1,{_LONGEST_CUT}}}[。！？!?\n]*|[。！？!?\n]+")
_DIGITS = str.maketrans("〇○◯零一二三四五六七八九壱弐参", "0000123456789123")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−─━~〜", "-"))
# 長音の字は、数字のあいだでだけ横線である
_LONG_VOWEL = re.compile(r"(?<=[\d)])ー(?=[ \n]?[\d(])|(?<=[\d)] )ー(?=[ \n]?[\d(])")
_RARE = str.maketrans("髙﨑德濵邊邉齋齊嶋眞濱澤廣櫻國𠮷惠祐", "高崎徳浜辺辺斎斉島真浜沢広桜国吉恵祐")
# 前後の言葉を見る幅
_WINDOW = 40


class Token(NamedTuple):
    """A word and what the dictionary takes it for."""

    surface: str
    start: int
    end: int
    kind: str

    @property
    def is_person(self) -> bool:
        return self.kind in PERSONAL


SURNAME, GIVEN, PERSON, PLACE, PROPER, NOUN, SUFFIX, BLANK, PARTICLE, MARK, OTHER = (
    "surname",
    "given",
    "person",
    "place",
    "proper",
    "noun",
    "suffix",
    "blank",
    "particle",
    "mark",
    "other",
)


PERSONAL = frozenset((SURNAME, GIVEN, PERSON))
KANJI = re.compile(r"^[一-龥々﨑𠀀-𪛟]+$")
KATAKANA = re.compile(r"^[ァ-ヶー]+$")
NAME_SCRIPT = re.compile(
    r"^(?:[一-龥々〆ヶケノ﨑𠀀-𪛟]{1,4}|[ぁ-んー]{2,6}|[ァ-ヶー]{2,10}|[A-Z][A-Za-z]{1,14})$"
)
_WITH_KANA = re.compile(r"^(?P<base>[^()]+)\([ぁ-んァ-ヶー ]+\)$")


@dataclass(frozen=True)
class Reading:
    """The normalised text, its digits as digits, and its words."""

    text: Text
    # 先に見つけた名の始まり。名の近くの連絡先は、その人のものである
    names: tuple[int, ...] = ()

    @classmethod
    def of(cls, wording: str) -> Reading:
        return cls(normalise(wording))

    @property
    def content(self) -> str:
        return self.text.content

    @cached_property
    def figures(self) -> str:
        """The content with kanji digits as digits and every dash as a hyphen."""
        return _LONG_VOWEL.sub("-", self.content.translate(_DIGITS).translate(_HYPHENS))

    @cached_property
    def sentences(self) -> list[Sequence[Token]]:
        """The words, sentence by sentence."""
        return [list(tokens_of(match.group(), match.start())) for match in _CUT.finditer(self.content)]

    def names_between(self, start: int, end: int) -> int | None:
        """The last place of a name that begins in a stretch of the content."""
        last = bisect_left(self.names, end) - 1
        return self.names[last] if last >= 0 and self.names[last] >= start else None

    def before(self, at: int, width: int = _WINDOW) -> str:
        """What stands before a place in its sentence."""
        window = self.content[max(0, at - width) : at]
        return window[_last_end(window) :]

    def after(self, at: int, width: int = _WINDOW) -> str:
        """What stands after a place in its sentence."""
        window = self.content[at : at + width]
        return re.split(r"[。\n]", window, maxsplit=1)[0]


def _last_end(window: str) -> int:
    return max(window.rfind("。"), window.rfind("\n")) + 1


def tokens_of(sentence: str, offset: int = 0) -> Iterator[Token]:
    """The words of a sentence with their places in the content."""
    for morpheme in _tokenizer().tokenize(sentence.translate(_RARE)):
        start, end = morpheme.begin(), morpheme.end()
        kind = _kind_of(morpheme.part_of_speech())
        if bracket := _WITH_KANA.match(sentence[start:end]):
            # 辞書は「佐藤(さとう)」を一語にまとめる
            middle = start + len(bracket["base"])
            yield Token(bracket["base"], start + offset, middle + offset, kind)
            yield Token(sentence[middle:end], middle + offset, end + offset, BLANK)
            continue
        yield Token(sentence[start:end], start + offset, end + offset, kind)


@lru_cache(maxsize=20_000)
def kinds_of(surface: str) -> frozenset[str]:
    """Everything the dictionary knows a word as; empty for a word it does not have."""
    surface = surface.translate(_RARE)
    entries = _dictionary().lookup(surface)
    return frozenset(_kind_of(e.part_of_speech()) for e in entries if e.surface() == surface)


@lru_cache(maxsize=1000)
def _kind_of(part: tuple[str, ...]) -> str:
    match part:
        case ("名詞", "固有名詞", "人名", "姓", *_):
            return SURNAME
        case ("名詞", "固有名詞", "人名", "名", *_):
            return GIVEN
        case ("名詞", "固有名詞", "人名", *_):
            return PERSON
        case ("名詞", "固有名詞", "地名", *_):
            return PLACE
        case ("名詞", "固有名詞", *_):
            return PROPER
        case ("名詞" | "代名詞" | "形状詞", *_):
            return NOUN
        case ("接尾辞", *_):
            return SUFFIX
        case ("空白", *_):
            return BLANK
        case ("助詞" | "助動詞", *_):
            return PARTICLE
        case ("補助記号" | "記号", *_):
            return MARK
    return OTHER


@cache
def words_for(name: str) -> frozenset[str]:
    """One list of the resources."""
    return frozenset(yaml.safe_load(WORDS.read_text(encoding="utf-8"))[name].split())


@cache
def any_of(*names: str) -> re.Pattern[str]:
    """Any word of the lists, the longest first."""
    words = sorted({word for name in names for word in words_for(name)}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@cache
def _dictionary() -> Dictionary:
    # 市の言葉を足すと、地名と同じ姓が普通名詞になる。素の辞書で読む
    return open_dictionary()


_local = threading.local()


def _tokenizer() -> Any:
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer(mode="C", fields={"pos"})
    return _local.tokenizer
