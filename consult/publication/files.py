"""The files of one version, made from its snapshot: open data by the rules of practice §7, and papers."""

import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from consult.documents.docx_writing import MEDIA_TYPE as DOCX
from consult.documents.pdf_writing import MEDIA_TYPE as PDF
from consult.documents.results_files import results_docx, results_pdf
from consult.domain.dates import wareki
from consult.models import Publication
from consult.publication import wording
from consult.publication.dictionary import ANSWER_ITEMS, COUNT_ITEMS, REVISION_ITEMS, Item
from consult.publication.snapshot import ChangedPlace, Snapshot, canonical
from consult.publication.stored import version_content, version_digest
from consult.publication.wording import Version
from consult.spreadsheets import csv_writing, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet

SEPARATOR, BLANK = "、", "\u3000"
Rows = Iterator[list[Cell]]


@dataclass(frozen=True)
class Shown:
    """What is said, and the marks of the version that says it."""

    snapshot: Snapshot
    version: Version


@dataclass(frozen=True)
class Released(Shown):
    """A version that was published, with everything that its files are made of."""

    publication: Publication
    is_invented: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether the tables hold what was released."""
        return version_digest(self.publication, self.snapshot) == self.publication.digest


@dataclass(frozen=True)
class PublicFile:
    """A file that citizens may take: its name in the address, what it is, its type and how it is made."""

    name: str
    words: str
    media_type: str
    write: Callable[[Released], BinaryIO]


def in_one_line(text: str) -> str:
    """No line break stands inside a value."""
    return BLANK.join(line.strip() for line in text.splitlines() if line.strip())


def counts_alone(shown: Shown, *, is_excel: bool) -> BinaryIO:
    """The figures of a round before anything is published, for the office."""
    if is_excel:
        return xlsx_writing.write_xlsx(
            [Sheet("意見の数", _columns(COUNT_ITEMS), count_rows(shown))], title="意見の数"
        )
    return csv_writing.write_csv(_names(COUNT_ITEMS), count_rows(shown))


def answer_rows(released: Released) -> Rows:
    for number, each in enumerate(released.snapshot.answers, start=1):
        yield [
            number,
            each.group_number,
            in_one_line(each.about),
            in_one_line(each.summary),
            each.opinions,
            each.committee_opinions,
            in_one_line(each.wording),
            in_one_line(each.reason),
            in_one_line(each.class_label),
            each.disposition.value if each.disposition else None,
            SEPARATOR.join(dict.fromkeys(in_one_line(place.place) for place in each.revisions)),
            in_one_line(each.division),
            *_of_version(released.version),
        ]


def count_rows(released: Shown) -> Rows:
    for counted in released.snapshot.counts:
        for n, line in enumerate(counted.lines, start=1):
            figures = (line.opinions, line.submitters)
            label = in_one_line(line.label)
            yield [
                counted.axis.value,
                counted.axis.label,
                n,
                line.code,
                label,
                *figures,
                *_of_version(released.version),
            ]


def revision_rows(released: Released) -> Rows:
    groups: dict[ChangedPlace, list[int]] = defaultdict(list)
    for answer in released.snapshot.answers:
        for place in answer.revisions:
            groups[place].append(answer.group_number)
    for n, (place, numbers) in enumerate(groups.items(), start=1):
        texts = (in_one_line(each) for each in (place.place, place.before, place.after))
        yield [n, SEPARATOR.join(map(str, numbers)), *texts, *_of_version(released.version)]


def _of_version(version: Version) -> tuple[date, str, int]:
    return version.on, wareki(version.on), version.number


def _csv(items: Sequence[Item], rows: Callable[[Released], Rows]) -> Callable[[Released], BinaryIO]:
    return lambda released: csv_writing.write_csv(_names(items), rows(released))


def _cp932(items: Sequence[Item], rows: Callable[[Released], Rows]) -> Callable[[Released], BinaryIO]:
    return lambda released: csv_writing.write_cp932(_names(items), rows(released))


def _names(items: Sequence[Item]) -> list[str]:
    return [each.name for each in items]


def _workbook(released: Released) -> BinaryIO:
    facts = wording.fact_lines(released.snapshot, released.version)
    lines = [wording.banner(released.version), wording.summary(released.snapshot)]
    lines += [f"{label}：{in_one_line(text)}" for label, text in facts]
    return xlsx_writing.write_xlsx(
        [
            Sheet("結果", [], ([line] for line in lines if line)),
            Sheet("意見と市の考え方", _columns(ANSWER_ITEMS), answer_rows(released)),
            Sheet("意見の数", _columns(COUNT_ITEMS), count_rows(released)),
            Sheet("修正箇所", _columns(REVISION_ITEMS), revision_rows(released)),
        ],
        title=released.snapshot.facts["title"],
    )


WIDE = {
    "意見の概要": 60,
    "市の考え方": 60,
    "理由": 40,
    "修正前": 50,
    "修正後": 50,
    "項目": 30,
    "該当箇所": 26,
}


def _columns(items: Iterable[Item]) -> list[Column]:
    return [Column(each.name, WIDE.get(each.name, 14)) for each in items]


def _json(released: Released) -> BinaryIO:
    return io.BytesIO(json_bytes(version_content(released.publication, released.snapshot), released))


def json_bytes(content: dict[str, Any], released: Released) -> bytes:
    """The content in its canonical order, readable, with the digest beside it."""
    whole = json.loads(canonical(content)) | {"sha256": released.version.digest}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def _pdf(released: Released) -> BinaryIO:
    return io.BytesIO(results_pdf(_paper(released), made_at=released.publication.published_at))


def _docx(released: Released) -> BinaryIO:
    return results_docx(_paper(released), made_at=released.publication.published_at)


def _paper(released: Released) -> Any:
    return wording.paper_of(released.snapshot, released.version, is_invented=released.is_invented)


CSV, ZIP, JSON = "text/csv", "application/zip", "application/json"
FILES = (
    PublicFile("results.pdf", "結果の全体（PDF）", PDF, _pdf),
    PublicFile("results.docx", "結果の全体（Word）", DOCX, _docx),
    PublicFile("results.xlsx", "結果の全体（Excel）", xlsx_writing.MEDIA_TYPE, _workbook),
    PublicFile("answers.csv", "意見と市の考え方（CSV、UTF-8）", CSV, _csv(ANSWER_ITEMS, answer_rows)),
    PublicFile("counts.csv", "意見の数（CSV、UTF-8）", CSV, _csv(COUNT_ITEMS, count_rows)),
    PublicFile("revisions.csv", "修正箇所（CSV、UTF-8）", CSV, _csv(REVISION_ITEMS, revision_rows)),
    PublicFile("results.json", "結果の全体（JSON）", JSON, _json),
    PublicFile(
        "answers-cp932.zip", "意見と市の考え方（CSV、Shift_JIS）", ZIP, _cp932(ANSWER_ITEMS, answer_rows)
    ),
    PublicFile("counts-cp932.zip", "意見の数（CSV、Shift_JIS）", ZIP, _cp932(COUNT_ITEMS, count_rows)),
)
BY_NAME = {each.name: each for each in FILES}
