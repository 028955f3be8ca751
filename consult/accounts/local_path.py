"""Where to go after signing in: only a staff page of this site, never another host (TX2)."""

from urllib.parse import urlsplit


def staff_path(wanted: str | None) -> str | None:
    """`wanted` when it is a plain path under /staff, as a browser would read it too; None otherwise."""
    if not wanted or not wanted.isprintable() or "\\" in wanted or " " in wanted:
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not (parts.path == "/staff" or parts.path.startswith("/staff/")):
        return None
    return wanted if ".." not in parts.path.split("/") else None
