"""The flask command: what an operator or a script may do, the same acts as on the pages."""

from flask import Flask


def bind(app: Flask) -> None:
    """Attach the command groups."""
