"""結果の公表資料: what the paper of a round's results says, whatever file it becomes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CountTable:
    """One breakdown: headings, and a row of texts for each line; the first column is words, the others figures."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class PaperRevision:
    """A changed place of the draft."""

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class PaperAnswer:
    """A row of the table in the order of its headings."""

    number: str
    about: str
    summary: str
    opinions: str
    wording: str
    class_label: str
    places: str


@dataclass(frozen=True)
class ResultsPaper:
    """In the order it is read. `banner` is what stands above everything: a correction, an older version; or ""."""

    title: str
    heading: str
    mark: str
    banner: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    counts: tuple[CountTable, ...]
    answers: tuple[PaperAnswer, ...]
    revisions: tuple[PaperRevision, ...]
    ending: str

    @property
    def has_classes(self) -> bool:
        return any(each.class_label for each in self.answers)
