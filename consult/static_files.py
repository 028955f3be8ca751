"""Addresses of static files carry their content's mark, so that a browser keeps them and an upgrade is seen at once."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

YEAR = 31536000


def bind(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def mark_static(endpoint: str, values: dict[str, Any]) -> None:
        file = folder / values.get("filename", "")
        if endpoint == "static" and "v" not in values and file.is_file():
            values["v"] = content_mark(file, file.stat().st_mtime_ns)

    @app.after_request
    def keep_marked(response: Response) -> Response:
        # What a script imports has no mark and is asked for anew: old and new modules never mix.
        if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = YEAR
            response.cache_control.immutable = True
        return response


@lru_cache(maxsize=256)
def content_mark(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]
