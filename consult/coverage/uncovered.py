"""Opinions that no package covers, grouped by their words: told from the words that the worker keeps, no text is read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consult import opinion_records, opinion_words, redactions
from consult.counted_words import PASSED_OVER, Forms, label_of
from consult.domain.vocabulary import Standing
from consult.domain.word_groups import grouped
from consult.extensions import db
from consult.models import Opinion
from consult.opinion_filter import NONE, OpinionFilter
from consult.opinion_filter_page import number_of_opinions
from consult.opinion_records import OpinionRecord
from consult.paging import Page, listed
from consult.plan_codes import PlanCodes

BATCH = 500
# How each uncovered opinion stands; an opinion is in one of them.
STANDINGS = (
    (Standing.CONFIRMED, "別の分類が確定しているもの"),
    (Standing.SUGGESTED, "別の分類の候補があるもの"),
    (Standing.UNTAGGED, "何の分類もないもの"),
)


@dataclass(frozen=True)
class Group:
    """`label`: the word as the dictionary writes it; empty for those that share no word with others."""

    label: str
    beside: tuple[str, ...]
    opinion_ids: tuple[int, ...]


@dataclass(frozen=True)
class Uncovered:
    """Every uncovered opinion is in one group, the last of which is the rest."""

    groups: tuple[Group, ...]
    # Not read by the worker yet: they are in the rest.
    waiting: int

    @property
    def total(self) -> int:
        return sum(len(group.opinion_ids) for group in self.groups)

    def group(self, number: str) -> tuple[int, Group]:
        """Its number from 1, and the group; the first unless another is asked for."""
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
        at = wanted if 1 <= wanted <= len(self.groups) else 1
        return at, self.groups[at - 1]


def without_package(asked: OpinionFilter) -> OpinionFilter:
    return replace(asked, package=NONE)


def uncovered(asked: OpinionFilter) -> Uncovered:
    """Two queries, whatever the number of opinions; `asked` says nothing of packages."""
    bare = without_package(asked)
    ids = db.session.scalars(bare.ids().order_by(Opinion.id)).all()
    words = _Words().read(asked, frozenset(ids))
    groups, rest = grouped(words.texts, among=words.among, of=words.of)
    named = [
        Group(words.label(each.word), tuple(map(words.label, each.beside)), each.members) for each in groups
    ]
    unread = tuple(each for each in ids if each not in words.texts)
    others = tuple(sorted((*rest, *unread)))
    return Uncovered((*named, *([Group("", (), others)] if others else [])), len(unread))


def standings(asked: OpinionFilter) -> list[tuple[str, OpinionFilter, int]]:
    """(words, filter, 件) of each way an uncovered opinion can stand: they add up to all of them."""
    if asked.state is not None:
        return []
    parts = [(words, replace(without_package(asked), state=state)) for state, words in STANDINGS]
    return [(words, part, number_of_opinions(part)) for words, part in parts]


def opinions_of(group: Group, number: int, codes: PlanCodes) -> Page:
    """A page of records of the group, in the order of their numbers."""
    page = listed(group.opinion_ids, number)
    return replace(page, rows=_records(page.rows, codes))


def lines_leaving(found: Uncovered, codes: PlanCodes) -> Iterator[tuple[str, OpinionRecord]]:
    """(word of the group, opinion), as far as they may leave the house: a word that stands in none of the texts that
    leave is withheld with them."""
    for group in found.groups:
        for at in range(0, len(group.opinion_ids), BATCH):
            records = _records(group.opinion_ids[at : at + BATCH], codes)
            for record, left in zip(records, redactions.leaving_together(records), strict=True):
                is_open = left.wording == record.wording or group.label in left.wording
                yield group.label if is_open else "", left


class _Words:
    """How many of all opinions asked for have a word, and the words of the wanted ones."""

    def __init__(self) -> None:
        self.among, self.of = Counter[str](), 0
        self.texts: dict[int, frozenset[str]] = {}
        self._written: dict[str, Counter[str]] = {}

    def read(self, asked: OpinionFilter, wanted: frozenset[int]) -> "_Words":
        forms = Forms()
        for opinion_id, text in opinion_words.content_of(asked.ids()):
            told = forms.among(text) - PASSED_OVER
            self.among.update(told)
            self.of += 1
            if opinion_id in wanted:
                self.texts[opinion_id] = frozenset(told)
                for each in text:
                    self._written.setdefault(forms[each], Counter())[each] += 1
        return self

    def label(self, form: str) -> str:
        """As people write it."""
        often = sorted(self._written[form].items(), key=lambda each: (-each[1], each[0]))
        words = [opinion_words.read_content(written_down) for written_down, _ in often]
        return label_of(words[0].base, [word.written for word in words])


def _records(ids: Sequence[int], codes: PlanCodes) -> list[OpinionRecord]:
    statement = opinion_records.with_sources().where(Opinion.id.in_(ids)).order_by(Opinion.id)
    return opinion_records.records(db.session.scalars(statement).all(), codes)
