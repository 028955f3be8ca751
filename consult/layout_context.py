"""What every page's frame shows: product and city name, the staff's links, whether the data is invented."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.routing import BuildError

from consult.access import allowed_roles
from consult.extensions import db
from consult.models import Strategy

SITE_NAME = "意見の行方"
PRODUCT_NAME = "Consult"
# What lies beyond the daily path hangs on the staff's first page (product.md).
MOST_LINKS = 5
STAFF_PATH = (
    ("staff.home.show", "今日の仕事"),
    ("staff.hearings.index", "ヒアリング"),
    ("staff.consultations.index", "意見募集"),
    ("staff.review.queue", "意見の確認"),
    ("staff.drafting.theme_board", "テーマ別ボード"),
    ("staff.accounts.index", "設定：職員"),
)

# Pages that stand in no link of their own: whose daily path they belong to.
BELONGS_TO = {
    "staff.counterparts": "staff.hearings",
    "staff.draft_texts": "staff.consultations",
    "staff.opinions": "staff.review",
}


@dataclass(frozen=True)
class FrameLink:
    text: str
    href: str
    is_here: bool


def bind(app: Flask) -> None:
    app.extensions["municipality"] = {"name": ""}
    app.context_processor(frame)
    app.jinja_env.globals["first_page"] = first_page
    app.jinja_env.globals["address_of"] = address_of
    app.jinja_env.globals["staff_links"] = staff_links
    app.jinja_env.globals["staff_address"] = staff_address


def frame() -> dict[str, Any]:
    return {
        "site_name": SITE_NAME,
        "product_name": PRODUCT_NAME,
        "municipality": municipality(),
        "is_demo": current_app.config["IS_DEMO"],
    }


def municipality() -> str:
    """The city's name as the strategy gives it; on an error page the one that was shown last."""
    known: dict[str, str] = current_app.extensions["municipality"]
    if not g.get("is_error_page"):
        known["name"] = db.session.scalar(select(Strategy.municipality)) or ""
    return known["name"]


def first_page() -> FrameLink:
    """Where the breadcrumb begins: the staff's day, or the citizens' first page."""
    if (request.endpoint or "").startswith("staff."):
        return FrameLink("今日の仕事", address_of("staff.home.show"), False)
    return FrameLink("トップ", address_of("public.home.show"), False)


def address_of(endpoint: str, **values: Any) -> str:
    """The address of a page, or "" where this installation has none."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


def staff_address(endpoint: str, **values: Any) -> str:
    """The address of a staff page where the reader is signed in and may open it, else ""; public pages may ask too."""
    # Who reads is in the database, which may be what has failed.
    if g.get("is_error_page") or not current_user or not current_user.is_authenticated:
        return ""
    may_open = not allowed_roles(endpoint).isdisjoint(current_user.granted_roles)
    return address_of(endpoint, **values) if may_open else ""


def staff_links() -> list[FrameLink]:
    """The daily path of the person who is signed in; a page that they may not open is not offered."""
    if not current_user or not current_user.is_authenticated:
        return []
    roles = frozenset(current_user.granted_roles)
    here = _place_on_path()
    return [
        FrameLink(text, address_of(endpoint), endpoint.rpartition(".")[0] == here)
        for endpoint, text in STAFF_PATH
        if allowed_roles(endpoint) & roles
    ][:MOST_LINKS]


def _place_on_path() -> str:
    """Where on the daily path the page stands that is shown; the city's lists belong to the settings."""
    place = (request.endpoint or "").rpartition(".")[0]
    return place if request.path.startswith("/staff/settings/") else BELONGS_TO.get(place, place)
