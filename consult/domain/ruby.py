"""Readings over kanji: a word and its kana as parts, each with the reading that stands over it (ruby)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from consult.domain.folding import hiragana

KANJI = r"[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# A longer word is none: what the dictionary did not know.
LONGEST_WORD = 24
WORDS_KEPT = 16_384
_RUNS = re.compile(rf"{KANJI}+|[^々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_HAS_KANJI = re.compile(KANJI)
_KANA = re.compile("[ぁ-ゖー・]+")
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_UNREAD = re.compile("[0-9０-９A-Za-zＡ-Ｚａ-ｚ]")


@dataclass(frozen=True)
class RubyPart:
    text: str
    reading: str = ""


def ruby_of(words: Iterable[tuple[str, str]]) -> tuple[RubyPart, ...]:
    """From (word, kana or ""): put together the parts are the text again. Kana, Latin letters and digits get none."""
    parts: list[RubyPart] = []
    for word, kana in words:
        # 葛󠄀: what chooses the form of a kanji belongs to it, though the dictionary cuts it off.
        variant = _VARIANTS.match(word)
        if variant and parts:
            parts[-1] = replace(parts[-1], text=parts[-1].text + variant[0])
            word = word[variant.end() :]
        for part in _over(word, kana) if word else ():
            if parts and not part.reading and not parts[-1].reading:
                part = RubyPart(parts.pop().text + part.text)
            parts.append(part)
    return tuple(parts)


# A text says the same words again and again.
@lru_cache(maxsize=WORDS_KEPT)
def _over(word: str, katakana: str) -> tuple[RubyPart, ...]:
    """The reading over the kanji alone: 走(はし)らせる."""
    kana = hiragana(katakana)
    if not _HAS_KANJI.search(word) or _UNREAD.search(word) or not _KANA.fullmatch(kana):
        return (RubyPart(word),)
    if len(word) > LONGEST_WORD:
        return (RubyPart(word),)
    runs = _RUNS.findall(word)
    pattern = "".join("(.+?)" if _HAS_KANJI.match(run) else re.escape(hiragana(run)) for run in runs)
    found = re.fullmatch(pattern, kana)
    if found is None:
        return (RubyPart(word, kana),)
    readings = iter(found.groups())
    return tuple(RubyPart(run, next(readings)) if _HAS_KANJI.match(run) else RubyPart(run) for run in runs)
