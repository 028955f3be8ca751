"""A Word file unpacked: its parts are read piece by piece with a parser that takes no document type, and never more of a
part than MAX_PART. A packed bomb costs no more than that, and pictures are never unpacked (TX11).
"""

import io
import zipfile
from typing import Protocol
from xml.parsers import expat

from consult.domain.errors import FileRefused

MAX_PART = 30_000_000
# No Word file of 300,000 characters has as many elements, as deep ones, or one tag as long; each takes its time (TX11).
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 500
LONGEST_TAG = 1_000_000
CHUNK = 65_536
DAMAGED = (
    "「{name}」はWordのファイルとして読めません。Wordで開いて、docx形式で保存し直してから選んでください。"
)
TOO_LARGE = "「{name}」は大きすぎて読めません。章ごとに分けるか、文章を貼り付けてください。"

Attributes = dict[str, str]


class Reader(Protocol):
    def start(self, name: str, given: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, words: str) -> None: ...


class Package:
    """The packed file. Every refusal is a FileRefused in words that name it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = set(self._zip.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self.refused(DAMAGED) from error

    def refused(self, words: str) -> FileRefused:
        return FileRefused(words.format(name=self.name), field="file")

    def read(self, part: str, into: Reader) -> None:
        """Nothing when the file has no such part."""
        if part not in self._members:
            return
        parser = expat.ParserCreate()
        parser.buffer_text = True
        elements = _Elements(into, self.refused(TOO_LARGE))
        parser.StartElementHandler, parser.EndElementHandler = elements.start, elements.end
        parser.CharacterDataHandler = into.text
        # No Word file has a document type: whoever brings one brings entities (XXE, billion laughs).
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            with self._zip.open(part) as file:
                taken = 0
                while chunk := file.read(CHUNK):
                    taken += len(chunk)
                    # The parser looks at an unfinished tag anew with every piece.
                    if taken > MAX_PART or taken - parser.CurrentByteIndex > LONGEST_TAG:
                        raise self.refused(TOO_LARGE)
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError) as error:
            raise self.refused(DAMAGED) from error

    def _refuse_doctype(self, *_declared: object) -> None:
        raise self.refused(DAMAGED)


class _Elements:
    """Hands on what the parser finds, up to what any Word file has."""

    def __init__(self, into: Reader, refusal: FileRefused) -> None:
        self._into, self._refusal = into, refusal
        self._number = self._depth = 0

    def start(self, name: str, given: Attributes) -> None:
        self._number += 1
        self._depth += 1
        if self._number > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise self._refusal
        self._into.start(_local(name), _local_names(given))

    def end(self, name: str) -> None:
        self._depth -= 1
        self._into.end(_local(name))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _local_names(given: Attributes) -> Attributes:
    return {_local(name): value for name, value in given.items()}


class Silent:
    """What a reader does with what it is not about: nothing."""

    def start(self, name: str, given: Attributes) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, words: str) -> None:
        pass
