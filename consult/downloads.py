"""A stored file as a download that no browser opens in place (TX13)."""

from io import BytesIO

from flask import Response, send_file

from consult.models import StoredFile

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
