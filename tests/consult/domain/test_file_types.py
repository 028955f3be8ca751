"""Files are known by their content, and their names are for reading only (TX9, TX11, TX13)."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import FileRefused
from consult.domain.file_types import MAX_FILE_BYTES, MAX_MEMBERS, check_file, shown_name


@given(st.text(max_size=400))
def test_a_shown_name_has_no_path_no_control_and_fits(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= 255
    assert not set(shown) & set("/\\\r\n\0\u202e")


def test_a_long_name_keeps_its_ending() -> None:
    assert shown_name("案" * 300 + ".pdf").endswith(".pdf")


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    for name in ("a.pdf", "a.docx", "a.txt"):
        try:
            assert name.endswith(check_file(name, content).ending)
        except FileRefused as refusal:
            assert refusal.field == "files" and "a." in refusal.message


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_refused() -> None:
    content = b"%PDF-" + b"x" * (MAX_FILE_BYTES - 5)
    assert check_file("a.pdf", content).label == "PDF"
    with pytest.raises(FileRefused, match="上限"):
        check_file("a.pdf", content + b"x")


def test_an_archive_of_too_many_members_is_refused_unopened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "x")
        for number in range(MAX_MEMBERS):
            archive.writestr(str(number), "")
    with pytest.raises(FileRefused):
        check_file("a.docx", target.getvalue())


def test_half_a_million_listed_members_are_refused_without_reading_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """TX11: 20 MB of list took six seconds and 300 MB."""

    def read(*_: object) -> None:
        raise AssertionError("the list was read")

    monkeypatch.setattr(zipfile, "ZipFile", read)
    listed = b"PK\x01\x02".ljust(46, b"\0")
    with pytest.raises(FileRefused):
        check_file("素案.docx", b"PK\x03\x04" + listed * (MAX_FILE_BYTES // len(listed) - 1))
