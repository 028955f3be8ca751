"""Which files are taken, for citizens and for the record of a hearing, told by their content (TX9, TX13)."""

import io
import re
import zipfile
from dataclasses import dataclass

from consult.domain.errors import FileRefused

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 10_000
LISTED = b"PK\x01\x02"
MAX_NAME_CHARACTERS = 255
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileType:
    """A kind of file: its word on screen, the ending its name must have, and the type it is served as."""

    label: str
    ending: str
    media_type: str
    part: str = ""
    # What its first bytes are, and how else its name may end.
    begins: tuple[bytes, ...] = ()
    also_ends: tuple[str, ...] = ()


PDF = FileType("PDF", ".pdf", "application/pdf", begins=(b"%PDF-",))
TEXT = FileType("テキスト", ".txt", "text/plain")
PACKED = (
    FileType("Word", ".docx", f"{OFFICE}.wordprocessingml.document", "word/document.xml"),
    FileType("Excel", ".xlsx", f"{OFFICE}.spreadsheetml.sheet", "xl/workbook.xml"),
    FileType("PowerPoint", ".pptx", f"{OFFICE}.presentationml.presentation", "ppt/presentation.xml"),
)
# None of them is ever drawn by this program, so a picture of a billion points costs what its bytes cost (TX11).
PICTURES = (
    FileType("JPEG画像", ".jpg", "image/jpeg", begins=(b"\xff\xd8\xff",), also_ends=(".jpeg",)),
    FileType("PNG画像", ".png", "image/png", begins=(b"\x89PNG\r\n\x1a\n",)),
    FileType("GIF画像", ".gif", "image/gif", begins=(b"GIF87a", b"GIF89a")),
    FileType("TIFF画像", ".tif", "image/tiff", begins=(b"II*\0", b"MM\0*"), also_ends=(".tiff",)),
)
FOR_CITIZENS = (PDF, *PACKED, TEXT)
FOR_RECORDS = (*FOR_CITIZENS, *PICTURES)
ACCEPTED = "PDF・Word（docx）・Excel（xlsx）・PowerPoint（pptx）・テキスト（txt）"
ACCEPTED_FOR_RECORDS = f"{ACCEPTED}・画像（jpg・png・gif・tif）"


def shown_name(sent: str) -> str:
    """The last part of the name that a browser sent, without control characters; for reading, never for a path."""
    last = re.split(r"[/\\]", sent)[-1]
    # Direction marks can make `…fdp.exe` read as `…exe.pdf`; U+2028 and U+2029 break a line.
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", "", last).strip()
    return plain if len(plain) <= MAX_NAME_CHARACTERS else plain[: MAX_NAME_CHARACTERS - 5] + plain[-5:]


def check_file(name: str, content: bytes, kinds: tuple[FileType, ...] = FOR_CITIZENS) -> FileType:
    """The type of an accepted file; raises FileRefused with the reason, naming the file."""
    if not content:
        raise FileRefused(f"「{name}」は空のファイルです。", field="files")
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused(
            f"「{name}」は大きさの上限（{MAX_FILE_BYTES // 1024**2}MB）を超えています。", field="files"
        )
    found = _type_of(content)
    if found is None or found not in kinds:
        accepted = ACCEPTED_FOR_RECORDS if kinds is FOR_RECORDS else ACCEPTED
        raise FileRefused(
            f"「{name}」の中身は受け付けられる形式（{accepted}）ではありません。", field="files"
        )
    if not name.lower().endswith((found.ending, *found.also_ends)):
        raise FileRefused(
            f"「{name}」の名前と中身が合っていません。中身は{found.label}です（名前の終わりは {found.ending}）。",
            field="files",
        )
    return found


def _type_of(content: bytes) -> FileType | None:
    for kind in (PDF, *PICTURES):
        if content.startswith(kind.begins):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _packed_type(content)
    return TEXT if _is_plain_text(content) else None


def _packed_type(content: bytes) -> FileType | None:
    """Reads the list of members only: nothing is unpacked, so no bomb can go off (TX11).

    Each line of that list begins with LISTED, so counting them bounds it before it is read: half a million lines
    fit into 20 MB and would take six seconds and 300 MB.
    """
    if content.count(LISTED) > MAX_MEMBERS:
        return None
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((each for each in PACKED if each.part in names), None)


def _is_plain_text(content: bytes) -> bool:
    for encoding in ("utf-8", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not re.search(r"[\x00-\x08\x0b\x0e-\x1f]", text)
    return False
