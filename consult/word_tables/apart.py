"""Words that set groups of opinions apart, each from all other opinions that are compared."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.log_odds import Apart, words_apart
from consult.word_tables.asked import ApartAsked
from consult.word_tables.counting import CountedWord, Counting, Texts
from consult.word_tables.groups import Group


@dataclass(frozen=True)
class SettingApart:
    """A word of a group; `inside` and `outside` are opinions (件), `z` how much it sets the group apart."""

    word: str
    base: str
    inside: int
    outside: int
    z: float
    stands_out: bool


@dataclass(frozen=True)
class GroupApart:
    """`opinions`: those of the group; `others`: all others that are compared."""

    group: Group
    opinions: int
    others: int
    words: Sequence[SettingApart]

    def standing_out(self, most: int | None = None) -> list[SettingApart]:
        return [each for each in self.words if each.stands_out][:most]


class Comparing:
    """Counts texts once, for any number of groups."""

    def __init__(self, members: Mapping[int, Collection[str]]) -> None:
        self._members = members
        self._counting = Counting()
        self._opinions: Counter[str] = Counter()
        self._words: dict[str, Counter[str]] = {}

    def count(self, texts: Texts) -> "Comparing":
        for opinion_id, text in texts:
            forms = self._counting.add(text)
            for code in self._members.get(opinion_id, ()):
                self._opinions[code] += 1
                self._words.setdefault(code, Counter()).update(forms)
        return self

    def apart(self, groups: Sequence[Group]) -> list[GroupApart]:
        counted = self._counting.words()
        everywhere = {word.form: word.opinions for word in counted}
        words = {word.form: word for word in counted}
        return [self._apart(group, everywhere, words) for group in groups]

    def _apart(
        self, group: Group, everywhere: Mapping[str, int], words: Mapping[str, CountedWord]
    ) -> GroupApart:
        counted = self._words.get(group.code, Counter[str]())
        inside = {form: number for form, number in counted.items() if form in everywhere}
        found = [_told(each, words[each.word]) for each in words_apart(inside, everywhere)]
        of_group = self._opinions[group.code]
        return GroupApart(group, of_group, self._counting.texts - of_group, found)


def _told(each: Apart, word: CountedWord) -> SettingApart:
    return SettingApart(word.label, word.base, each.inside, each.outside, each.z, each.stands_out)


def in_order(words: Sequence[SettingApart], asked: ApartAsked) -> list[SettingApart]:
    """They come with what sets apart most first."""
    column = asked.order.removeprefix("-")
    is_turned = asked.order.startswith("-")
    return sorted(words, key=lambda each: getattr(each, column), reverse=is_turned)
