"""One word of a text with what stands around it: what the rules for names ask about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.personal_reading import (
    BLANK,
    GIVEN,
    KANJI,
    NOUN,
    PERSON,
    PLACE,
    PROPER,
    SURNAME,
    Reading,
    Token,
    any_of,
    kinds_of,
    words_for,
)

_KANA_IN_BRACKETS = re.compile(r"^[（(][ぁ-んァ-ヶー ]{2,12}[）)]")
_GROUP_BEFORE = re.compile(
    r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|法人|スーパー|ホテル|カフェ|"
    r"旅館|メーカー|ブランド|品種|地酒|銘柄|駅|町|村|市|区|字|バス停「?|肉の|"
    r"魚の|酒の|居酒屋|スナック|食堂|喫茶|美容室|サロン|そば処|手打ちそば|"
    r"工房|すし|民宿|割烹|料亭|屋号|店名|老舗|商店|店「|市長|知事|首相|大臣)の?「?$"
)


@dataclass(frozen=True)
class Place:
    """One word of a sentence, with what stands around it."""

    reading: Reading
    tokens: Sequence[Token]
    at: int

    @property
    def exists(self) -> bool:
        return self.at < len(self.tokens)

    @property
    def word(self) -> Token:
        return self.tokens[self.at]

    def next(self, offset: int) -> Token | None:
        index = self.at + offset
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def text_from(self, offset: int) -> str:
        """What follows; a reading in brackets does not part a name from its title."""
        text = "".join(token.surface for token in self.tokens[self.at + offset : self.at + offset + 8])
        return _KANA_IN_BRACKETS.sub("", text)

    def name_to(self, end: int) -> str:
        return "".join(token.surface for token in self.tokens[self.at : end])

    def joined(self, *, longest: int) -> int:
        """Where a name ends that the dictionary does not know: short words of kanji side by side."""
        end, length = self.at, 0
        while end < len(self.tokens):
            token = self.tokens[end]
            length += len(token.surface)
            is_first = end == self.at
            if not is_first and (
                length > longest or token.surface in words_for("titles") or self.is_office(end - self.at)
            ):
                break
            if not is_first and not KANJI.match(token.surface):
                break
            end += 1
        return end

    def may_be_surname(self) -> bool:
        kinds = (PLACE, NOUN, GIVEN, PERSON, PROPER)
        return self.word.kind == SURNAME or (
            self.word.kind in kinds and SURNAME in kinds_of(self.word.surface)
        )

    def is_titled(self, offset: int) -> bool:
        token = self.next(offset)
        if token and token.surface in "（(":
            text = self.text_from(offset)
            return any_of("titles").match(text) is not None
        if token and token.kind == BLANK:
            token = self.next(offset + 1)
        return token is not None and token.surface in words_for("titles")

    def is_office(self, offset: int) -> bool:
        token = self.next(offset)
        lists = (words_for("offices"), words_for("offices_of_places"), ("家",))
        return token is not None and any(token.surface in words for words in lists)

    def is_part_of_group(self) -> bool:
        """株式会社 + 佐藤: the word belongs to the name of a firm or a place."""
        return bool(_GROUP_BEFORE.search(self.reading.before(self.word.start, 8)))

    def makes_group(self) -> bool:
        """佐藤 + 商店, 渡辺 + 橋: with this word, what stands before is another name."""
        return self.exists and any_of("organisations").match(self.word.surface) is not None

    def follows_proper(self) -> bool:
        before = self.next(-1)
        return before is not None and before.kind in (PLACE, PROPER, SURNAME) and len(before.surface) > 1

    def is_inside_word(self) -> bool:
        before = self.next(-1)
        return (
            before is not None
            and before.kind in (NOUN, PROPER)
            and before.end == self.word.start
            and bool(KANJI.match(before.surface) and self.word.kind == NOUN)
        )

    def role_before(self) -> str | None:
        """How a role or kin is joined to this word: の, は, :, nothing …; None where there is none."""
        found = _role_before().search(self.reading.before(self.word.start, 14))
        return found["link"] if found else None

    def tells(self) -> bool:
        """Whether something is told around here that is told of persons."""
        window = self.reading.before(self.word.start, 24) + "／" + self.reading.after(self.word.end, 24)
        return bool(any_of("doings").search(window))


@cache
def _role_before() -> re.Pattern[str]:
    words = sorted(words_for("roles") | words_for("kin"), key=lambda word: (-len(word), word))
    roles = "|".join(map(re.escape, words))
    return re.compile(
        rf"(?:{roles}|[一-龥]{{1,3}}[者員役手主長師士係])(?:者|役|名)?(?:[（(][^）)]{{0,6}}[）)])?(?P<link>の"
        rf"|は|が|も|[:：]|、| |\n|=|「|)$"
    )
