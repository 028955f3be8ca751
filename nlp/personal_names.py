"""Finds names of persons. People of history and of fiction, animals and shops that bear a surname are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from nlp.personal_called import WRITTEN_RULES
from nlp.personal_cues import COUNTED, by_introduction, by_position, by_role
from nlp.personal_reading import (
    BLANK,
    MARK,
    NOUN,
    OTHER,
    PARTICLE,
    PERSONAL,
    SUFFIX,
    Reading,
    any_of,
    kinds_of,
    words_for,
)
from nlp.personal_told import by_company, by_predicate, by_what_is_told
from nlp.personal_word import Place
from nlp.types import PersonalItem

_CLAN = re.compile(
    r"^(?:氏|家|一族|公)(?:の(?:居城|城|家臣|時代|一族|領|菩提|支配|館|歴史)|が(?:治|築|建)|ゆかり)"
)
_NICKNAME = re.compile(
    r"(?P<name>(?<![ぁ-んァ-ヶー])[ぁ-んー]{2,5}|(?<![ァ-ヶー])[ァ-ヶー]{2,6})(?=ちゃん(?!と)|くん)"
)
_KANA_SAN = re.compile(
    r"(?<![ぁ-ん])(?P<name>[ぁ-ん]{2,6})(?=さん|さま|様|氏|おじさん|おばさん|"
    r"じいさん|ばあさん|じいちゃん|ばあちゃん|兄さん|姉さん)"
)
_KANA_PAIR = re.compile(
    r"(?:(?:氏名|名前|フリガナ|ふりがな|記入者?|代表者?|担当者?|署名)[はが:： ]{1,2}|(?:^|(?<=[\n、。：:の「（(])))"
    r"(?P<name>[ぁ-ん]{2,5} [ぁ-ん]{2,5}?|[ァ-ヶー]{2,7}[ ・][ァ-ヶー]{2,7})(?=と申|"
    r"といい|と言い|さん|様|くん|ちゃん)"
)
_KIN_KANA = re.compile(
    r"(?:うちの|娘|息子|母|父|妻|夫|祖母|祖父|姉|兄|妹|弟|孫|長男|次男|長女|次女|ばあちゃん|じいちゃん)の?"
    r"(?P<name>[ァ-ヶー]{2,5}|(?:[ァ-ヶ]{1,4}|[ぁ-にぬねは-ん]{1,2})[子江代])(?=[はがもにをとの、（(])"
)
_MISTER = re.compile(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Dr)\.? ?(?P<name>[A-Z][a-z]{1,14}(?: [A-Z][a-z]{1,14})?)")
_AFTER_PET = re.compile(r"^(?:ちゃん|くん|さん|号)?(?:という名の|という|[（(])?")
_ONLY_A_WORD = re.compile(r"^(?:さん)?(?:という|って)(?:名字|苗字|姓|名前の(?:人|店|会社))")
_FROM_BEFORE = 10
_ORDINARY = frozenset((NOUN,))


def names_in(reading: Reading) -> Iterator[PersonalItem]:
    """Names of living, private persons as far as words can tell; people of history and fiction are left out."""
    for tokens in reading.sentences:
        at = 0
        while at < len(tokens):
            end = _name_from(Place(reading, tokens, at))
            if end is None:
                at += 1
                continue
            start, stop = tokens[at].start, tokens[end - 1].end
            if not _is_remembered(reading, start, stop):
                yield PersonalItem(start, stop, "name")
            at = end
    yield from _in_kana(reading)


def _in_kana(reading: Reading) -> Iterator[PersonalItem]:
    """What the dictionary cuts to pieces: names in kana before ちゃん, さん and と申します, and Mr. Smith."""
    for match in _NICKNAME.finditer(reading.content):
        name = match["name"].lstrip("のはがともをにへ")
        if (
            len(name) > 1
            and name not in words_for("not_names")
            and not name.endswith(tuple(words_for("kin_ends")))
        ):
            start = match.end("name") - len(name)
            if not _is_remembered(reading, start, match.end("name")):
                yield PersonalItem(start, match.end("name"), "name")
    for match in _KANA_SAN.finditer(reading.content):
        name = match["name"].lstrip("のはがともをにへ")
        if len(name) > 1 and name not in words_for("not_names") and kinds_of(name) & PERSONAL:
            yield PersonalItem(match.end("name") - len(name), match.end("name"), "name")
    for match in _KIN_KANA.finditer(reading.content):
        if match["name"][-1] in "子江代" or kinds_of(match["name"]) & PERSONAL:
            yield PersonalItem(*match.span("name"), "name")
    for match in _KANA_PAIR.finditer(reading.content):
        yield PersonalItem(*match.span("name"), "name")
    for match in _MISTER.finditer(reading.content):
        yield PersonalItem(*match.span("name"), "name")


def _name_from(place: Place) -> int | None:
    """Where a name that begins at this word ends."""
    word = place.word
    if word.kind in (PARTICLE, MARK, BLANK):
        return None
    # 大半の語は、辞書がふつうの語としてだけ知る。呼びかけられていなければ、どの決まりも名とみない
    is_counted = COUNTED.match(word.surface) or word.surface in ("元", "今", "ひとり", "くつ")
    is_plain = (
        is_counted
        or word.kind in (OTHER, SUFFIX)
        or (len(word.surface) > 1 and kinds_of(word.surface) == _ORDINARY)
    )
    if is_plain and not place.is_titled(1):
        return None
    return next((end for rule in RULES if (end := rule(place))), None)


def _is_remembered(reading: Reading, start: int, end: int) -> bool:
    """Whether a name is one of history, of fiction or of an animal."""
    name, after = re.sub(r"[\s・]", "", reading.content[start:end]), reading.after(end, 16)
    if any(f"{name}{after[:more]}" in _famous() for more in (0, 2, 3)) or _CLAN.match(after):
        return True
    before = reading.before(start, 20)[-_FROM_BEFORE:]
    if any_of("creatures").search(before) or any_of("creatures").match(_AFTER_PET.sub("", after)):
        return True
    if _ONLY_A_WORD.match(after):
        return True
    is_titled = re.match(r"(?:さん|様|氏|くん|君|ちゃん|先生|と申|といい|です)", after)
    return not is_titled and bool(any_of("remembered").search(f"{reading.before(start, 16)}／{after}"))


@cache
def _famous() -> frozenset[str]:
    return frozenset(name.replace("・", "") for name in words_for("famous"))


RULES: tuple[Callable[[Place], int | None], ...] = (
    *WRITTEN_RULES,
    by_role,
    by_introduction,
    by_position,
    by_company,
    by_what_is_told,
    by_predicate,
)
