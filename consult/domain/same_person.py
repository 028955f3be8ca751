"""Which submitters look like one person (R42): what they wrote of themselves is compared, and nothing is decided here."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

MOST_PAIRED = 40
# Shorter ones are extensions or slips.
SHORTEST_PHONE = 9
DIGEST_BYTES = 16
DROPPED = re.compile(r"[\s\-‐‑‒–—―−ー・.,、。〒()]+")


@dataclass(frozen=True)
class Told:
    """What submitters wrote of themselves, as typed."""

    is_organisation: bool
    name: str
    address: str
    email: str
    phone: str


@dataclass(frozen=True)
class Compared:
    """A digest of each thing by which one person is known again; "" where nothing was told.

    They stand beside what they are made of and go with it: of a telephone number a digest hides nothing.
    """

    name_address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Sender:
    """`person` is who it is as far as people decided: its own id, or the earlier row's."""

    id: int
    person: int
    compared: Compared


@dataclass(frozen=True)
class Alike:
    """Those who may be one, the earliest first, and what they have in common."""

    senders: tuple[Sender, ...]
    shared: tuple[str, ...]


WORDS = {"name_address": "氏名と住所", "email": "メールアドレス", "phone": "電話番号"}


def alike(senders: Iterable[Sender], apart: Collection[tuple[int, int]] = frozenset()) -> list[Alike]:
    """Groups of at least two persons not found to be one yet. `apart`: pairs (lower first) that people found to be two."""
    by_key: dict[tuple[str, str], list[Sender]] = defaultdict(list)
    for sender in senders:
        for name, word in WORDS.items():
            if digest := getattr(sender.compared, name):
                by_key[word, digest].append(sender)
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


def compared(told: Told) -> Compared:
    """It is stored with every submitter: whoever changes what counts as equal writes a migration that fills it anew."""
    name, address = folded(told.name), folded(told.address)
    kind = "organisation" if told.is_organisation else "person"
    email = unicodedata.normalize("NFKC", told.email).casefold().strip()
    digits = "".join(filter(str.isdigit, unicodedata.normalize("NFKC", told.phone)))
    return Compared(
        _digest(kind, name, address) if name and address else "",
        _digest(email) if email else "",
        _digest(digits) if len(digits) >= SHORTEST_PHONE else "",
    )


def _digest(*parts: str) -> str:
    # No part holds a line break: folding drops it.
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=DIGEST_BYTES).hexdigest()


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
