"""Files to take along: a stored one, which no browser opens in place (TX13), and tables made on the spot."""

from io import BytesIO
from typing import BinaryIO

from flask import Response, send_file

from consult import clock
from consult.models import StoredFile
from consult.spreadsheets.xlsx_writing import MEDIA_TYPE as XLSX

# Should a browser open it all the same, it may run, load and send nothing.
SANDBOX = "default-src 'none'; sandbox"


def download(file: StoredFile) -> Response:
    """As an attachment under the name it was sent with (RFC 5987 for Japanese), its type from our allow-list."""
    answer = send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=file.sha256,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def send_paper(file: BinaryIO, name: str, media_type: str) -> Response:
    """A paper made for this answer, under a name with its ending."""
    return send_file(file, mimetype=media_type, as_attachment=True, download_name=name)


def send_table(file: BinaryIO, name: str, *, is_excel: bool) -> Response:
    """A table made for this answer, Excel or CSV, under a name that says what and of which day."""
    media_type, ending = (XLSX, "xlsx") if is_excel else ("text/csv", "csv")
    dated = f"{name}_{clock.today():%Y%m%d}.{ending}"
    return send_file(file, mimetype=media_type, as_attachment=True, download_name=dated)
