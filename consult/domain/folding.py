"""How a text is written, folded away for searching: width, invisible characters, blanks, letter case, dashes, kanji variants.

For matching only: what is shown is always the original, to which every folded character knows its way back.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

# Stands in what the search index was made with: whoever changes what folding does changes this, and all is indexed anew.
FOLDING = "1"

# Half-width voice marks are no combining characters to Unicode, yet they are one kana with what stands before.
_HALF_VOICE_MARKS = "\uff9e\uff9f"
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2043, 0x207B, 0x208B, 0x2212, 0xFE58, 0xFE63), "-")
# Forms of one character that people write for each other in names and places; the common form stands last.
_VARIANTS = (
    "邊邉辺 齋斎 齊斉 髙高 﨑嵜碕崎 澤沢 濵濱浜 嶋嶌島 廣広 國囯国 學斈学 櫻桜 瀧滝 龍竜 眞真 惠恵 榮栄 壽寿 實実 會会 舊旧 "
    "圓円 桒桑 栁柳 𠮷吉 冨富 峯峰 舘館 條条 萬万 與与 禮礼 靜静 德徳 曻昇 渕淵 檜桧 籠篭 藪薮 "
    "鷗鴎 驛駅 縣県 關関 鐵鉄 醫医 應応 經経 總総 讀読 戀恋 稻稲 當当 體体 鄕郷 黑黒 步歩 內内"
)
_TABLE: dict[int, str | int] = {
    **_DASHES,
    0x301C: "~",
    ord("ヶ"): "ケ",
    ord("ヵ"): "カ",
    **{ord(each): group[-1] for group in _VARIANTS.split() for each in group[:-1]},
}
# What is neither letter nor digit takes its wide form: inside a query of the database it is never a sign of its language.
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_SMALL = frozenset("ァィゥェォャュョヮぁぃぅぇぉゃゅょゎ")
_TO_KATAKANA = {code - 0x60: code for code in _TO_HIRAGANA}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; character n of `content` came from `original[starts[n]:ends[n]]`."""

    content: str
    starts: list[int]
    ends: list[int]

    def places(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Where a folded, non-empty text stands in the original, from left to right without overlap."""
        at = self.content.find(wanted)
        while at >= 0:
            last = at + len(wanted)
            yield self.starts[at], self.ends[last - 1]
            at = self.content.find(wanted, last)


def fold(text: str) -> str:
    """The folded text alone."""
    if _stands_alone(text):
        return "".join(map(_fold_alone, text))
    return "".join(_fold_cluster(cluster) for cluster, _start, _end in _clusters(text))


def fold_with_places(text: str) -> Folded:
    """The folded text with the way back."""
    if _stands_alone(text):
        pieces = list(map(_fold_alone, text))
        places = [at for at, piece in enumerate(pieces) for _ in piece]
        return Folded("".join(pieces), places, [at + 1 for at in places])
    content: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(text):
        folded = _fold_cluster(cluster)
        content.append(folded)
        starts += [start] * len(folded)
        ends += [end] * len(folded)
    return Folded("".join(content), starts, ends)


def hiragana(folded: str) -> str:
    return folded.translate(_TO_HIRAGANA)


def katakana(folded: str) -> str:
    return folded.translate(_TO_KATAKANA)


def is_kana(folded: str) -> bool:
    """Whether it is written in kana alone (ー is kana)."""
    return all("\u3041" <= char <= "\u30ff" and char != "\u30fb" for char in folded)


def morae(kana: str) -> int:
    """How many beats it has: キョ is one, small ッ and ー are one each."""
    return sum(char not in _SMALL for char in kana)


def bigrams(folded: str) -> Iterator[str]:
    """Every two neighbours, and the last character alone: so each character begins a piece."""
    yield from map(add, folded, folded[1:])
    yield from folded[-1:]


def _stands_alone(text: str) -> bool:
    """Whether no character joins the one before, as in nearly every text: then each folds by itself, which is quicker."""
    return not any(_kind(char) == "mark" for char in set(text))


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """(characters that are one to a reader, start, end), without blanks and what cannot be seen."""
    cluster, start, end = "", 0, 0
    for at, char in enumerate(text):
        kind = _kind(char)
        if kind == "mark" and cluster:
            cluster, end = cluster + char, at + 1
        elif kind == "hidden":
            continue
        else:
            if cluster:
                yield cluster, start, end
            # A blank parts: a voice mark behind it belongs to nothing.
            cluster, start, end = ("" if kind == "blank" else char), at, at + 1
    if cluster:
        yield cluster, start, end


@lru_cache(maxsize=65_536)
def _kind(char: str) -> str:
    if char.isspace():
        return "blank"
    if unicodedata.category(char) in ("Cc", "Cf", "Cs") or _is_selector(char):
        return "hidden"
    return "mark" if char in _HALF_VOICE_MARKS or unicodedata.combining(char) else "base"


def _is_selector(char: str) -> bool:
    return (
        "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or "\u180b" <= char <= "\u180f"
    )


@lru_cache(maxsize=65_536)
def _fold_alone(char: str) -> str:
    return "" if _kind(char) in ("blank", "hidden") else _fold_cluster(char)


@lru_cache(maxsize=65_536)
def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster).casefold().translate(_TABLE).translate(_WIDE)
    return "".join(char for char in folded if _kind(char) not in ("blank", "hidden"))
