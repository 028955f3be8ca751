"""What the page of a version shows: its parts, and the rows of the table as asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from consult.documents.results_paper import CountTable
from consult.domain.word_diff import Part, word_diff
from consult.models import Publication
from consult.publication import wording
from consult.publication.files import Released
from consult.publication.snapshot import Answer, ChangedPlace, Snapshot
from consult.publication.stored import published_on, stored_snapshot
from consult.publication.wording import Version

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

ROWS = 100
ORDERS = (("number", "番号の順"), ("opinions", "意見の多い順"))


# A version never changes: its places are compared once, not for every reader.
compared = lru_cache(maxsize=512)(word_diff)


@dataclass(frozen=True)
class Asked:
    """A class label or "", and one of the orders."""

    label: str = ""
    order: str = "number"

    def as_args(self) -> dict[str, str]:
        args = {"class": self.label, "sort": self.order if self.order != "number" else ""}
        return {name: value for name, value in args.items() if value}


@dataclass(frozen=True)
class Changed:
    """A changed place with its number on the page, compared word by word."""

    number: int
    place: ChangedPlace
    parts: Sequence[Part]


@dataclass(frozen=True)
class Row:
    """An answer with its number in the whole table; `changes` are numbers and words of its changed places."""

    number: int
    answer: Answer
    opinions: str
    changes: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Parts:
    """The page beside its table."""

    banner: str
    summary: str
    facts: Sequence[tuple[str, str]]
    counts: Sequence[CountTable]
    changes: Sequence[Changed]


def released(publication: Publication, *, newest: int, is_invented: bool = False) -> Released:
    """A version from its tables."""
    version = Version(
        publication.number,
        publication.kind,
        published_on(publication),
        publication.note,
        newest,
        publication.digest,
    )
    return Released(stored_snapshot(publication), version, publication, is_invented)


def parts_of(found: Released) -> Parts:
    return parts(found.snapshot, found.version)


def parts(snapshot: Snapshot, version: Version) -> Parts:
    return Parts(
        banner=wording.banner(version),
        summary=wording.summary(snapshot),
        facts=wording.fact_lines(snapshot, version),
        counts=wording.count_tables(snapshot),
        changes=[
            Changed(n, each, compared(each.before, each.after)) for each, n in _changes(snapshot).items()
        ],
    )


def _changes(snapshot: Snapshot) -> dict[ChangedPlace, int]:
    """Each once, although several answers may have asked for it, with its number from 1."""
    places = dict.fromkeys(place for each in snapshot.answers for place in each.revisions)
    return {place: n for n, place in enumerate(places, start=1)}


def class_labels(snapshot: Snapshot) -> list[str]:
    return list(dict.fromkeys(each.class_label for each in snapshot.answers if each.class_label))


def read_asked(args: "MultiDict[str, str]", snapshot: Snapshot) -> Asked:
    """What cannot be read is not asked for."""
    label, order = args.get("class", ""), args.get("sort", "")
    return Asked(
        label if label in class_labels(snapshot) else "",
        order if order in dict(ORDERS) else "number",
    )


def rows_of(snapshot: Snapshot, asked: Asked) -> list[Row]:
    changes = _changes(snapshot)
    rows = [
        Row(n, each, wording.opinions_of(each), [(changes[place], place.place) for place in each.revisions])
        for n, each in enumerate(snapshot.answers, start=1)
    ]
    if asked.label:
        rows = [row for row in rows if row.answer.class_label == asked.label]
    if asked.order == "opinions":
        rows.sort(key=lambda row: -row.answer.opinions)
    return rows
