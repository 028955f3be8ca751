"""Word files made to hurt, for bench_hostile.py: what each is, and one of about so many characters that only grows."""

import io
import zipfile
from collections.abc import Iterator

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def packed(body: str | bytes = "", *, whole: bytes = b"", parts: dict[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        document = whole or f"<w:document {W}><w:body>".encode() + _bytes(body) + b"</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def growing(inner: str, characters: int) -> bytes:
    """`inner`, a run of a paragraph with ten characters, again and again."""
    paragraphs = f"<w:p>{inner}</w:p>" * (characters // 10)
    return packed(paragraphs)


GROWING = {
    "paragraphs": "<w:r><w:t>バスを増やす。あい。</w:t></w:r>",
    "runs of one character": "".join(f"<w:r><w:t>{each}</w:t></w:r>" for each in "バスを増やす。あい。"),
    "headings": '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>第1章　移動と港と駅</w:t></w:r>',
    "cells": "<w:r><w:t>|</w:t></w:r>" * 10,
}


def hostile() -> Iterator[tuple[str, bytes]]:
    """TX11: none may take more than 3 s or 200 MB."""
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    yield "external entity", packed(whole=entity)
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    yield "billion laughs", packed(whole=f"<!DOCTYPE a [{names}]><a>&l9;</a>".encode())
    yield "200 MB of blanks", packed(whole=b"<a>" + b" " * 200_000_000 + b"</a>")
    yield "200 MB of styles", packed("<w:p/>", parts={"word/styles.xml": b"<a>" + b"<b/>" * 50_000_000})
    yield "20,000 members", packed("<w:p/>", parts={f"word/m{n}.xml": b"x" for n in range(20_000)})
    yield "5,000,000 empty paragraphs", packed("<w:p/>" * 5_000_000)
    yield "200,000 tables, one in another", packed("<w:tbl><w:tr><w:tc>" * 200_000)
    yield (
        "200,000 tables, one in another, all closed",
        packed("<w:tbl><w:tr><w:tc>" * 200_000 + "</w:tc></w:tr></w:tbl>" * 200_000),
    )
    yield (
        "one row of 100,000 columns",
        packed("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 100_000 + "</w:tr></w:tbl>"),
    )
    span = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    yield "a cell over a billion columns", packed(span)
    yield "28 MB of letters", packed(f"<w:p><w:r><w:t>{'あ' * 9_000_000}</w:t></w:r></w:p>")
    yield "attributes without end", packed(f'<w:p w:x="{"y" * 25_000_000}"/>')
    yield "cut off in the middle", packed("".join(f'<w:p w:n="{n}"/>' for n in range(100_000)))[:100_000]
    yield "a picture of 30,000 by 30,000", packed("<w:p/>", parts={"word/media/a.png": b"\0" * 100_000_000})
    chain = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(200_000)
    )
    yield (
        "a chain of 200,000 styles",
        packed(
            '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr></w:p>' * 1_000,
            parts={"word/styles.xml": f"<w:styles {W}>{chain}</w:styles>".encode()},
        ),
    )


def _bytes(body: str | bytes) -> bytes:
    return body if isinstance(body, bytes) else body.encode()
