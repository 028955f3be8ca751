"""Which submitters look like one person (R42): what they wrote of themselves is compared, and nothing is decided here."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

MOST_PAIRED = 40
# Shorter ones are extensions or slips.
SHORTEST_PHONE = 9
DROPPED = re.compile(r"[\s\-‐‑‒–—―−ー・.,、。〒()]+")


@dataclass(frozen=True)
class Sender:
    """`person` is who it is as far as people decided: its own id, or the earlier row's."""

    id: int
    person: int
    is_organisation: bool
    name: str
    address: str
    email: str
    phone: str


@dataclass(frozen=True)
class Alike:
    """Those who may be one, the earliest first, and what they have in common."""

    senders: tuple[Sender, ...]
    shared: tuple[str, ...]


NAME_AND_ADDRESS, EMAIL, PHONE = "氏名と住所", "メールアドレス", "電話番号"


def alike(senders: Iterable[Sender], apart: Collection[tuple[int, int]] = frozenset()) -> list[Alike]:
    """Groups of at least two persons not found to be one yet. `apart`: pairs (lower first) that people found to be two."""
    by_key: dict[tuple[str, Hashable], list[Sender]] = defaultdict(list)
    for sender in senders:
        for word, key in _keys(sender):
            by_key[word, key].append(sender)
    joined = _Joined()
    shared: list[tuple[int, str]] = []
    repeated = {key: members for key, members in by_key.items() if len(members) > 1}
    for (word, _key), members in repeated.items():
        if joined.join_all(members, apart):
            shared.append((members[0].id, word))
    return [
        Alike(group, tuple(dict.fromkeys(word for first, word in shared if joined.root(first) == root)))
        for root, group in joined.groups(senders_by_id(repeated.values()))
    ]


def senders_by_id(groups: Iterable[list[Sender]]) -> dict[int, Sender]:
    return {sender.id: sender for group in groups for sender in group}


def folded(typed: str) -> str:
    """For comparing alone (TU8): without width, case, blanks and hyphens."""
    return DROPPED.sub("", unicodedata.normalize("NFKC", typed).casefold())


def _keys(sender: Sender) -> Iterator[tuple[str, Hashable]]:
    name, address = folded(sender.name), folded(sender.address)
    if name and address:
        yield NAME_AND_ADDRESS, (sender.is_organisation, name, address)
    email = unicodedata.normalize("NFKC", sender.email).casefold().strip()
    if email:
        yield EMAIL, email
    digits = "".join(filter(str.isdigit, unicodedata.normalize("NFKC", sender.phone)))
    if len(digits) >= SHORTEST_PHONE:
        yield PHONE, digits


class _Joined:
    """Who stands with whom, by the first of each."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}

    def root(self, sender_id: int) -> int:
        while (before := self._first.get(sender_id, sender_id)) != sender_id:
            sender_id = before
        return sender_id

    def join_all(self, members: list[Sender], apart: Collection[tuple[int, int]]) -> bool:
        """Whether any two of them are two persons that may be one."""
        persons = sorted({each.person: each for each in members}.values(), key=lambda each: each.person)
        pairs = [
            (a, b) for a, b in combinations(persons[:MOST_PAIRED], 2) if (a.person, b.person) not in apart
        ]
        # Beyond what a person can compare pair by pair, each stands with the first.
        pairs += [(persons[0], each) for each in persons[MOST_PAIRED:]]
        for a, b in pairs:
            low, high = sorted((self.root(a.id), self.root(b.id)))
            self._first[high] = low
        return bool(pairs)

    def groups(self, senders: dict[int, Sender]) -> list[tuple[int, tuple[Sender, ...]]]:
        found: dict[int, list[Sender]] = defaultdict(list)
        for sender_id in sorted(senders):
            found[self.root(sender_id)].append(senders[sender_id])
        return [(root, tuple(group)) for root, group in found.items() if len(group) > 1]
