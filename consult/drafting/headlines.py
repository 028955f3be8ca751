"""見出し of themes and packages: typed by people, each save a version of its own, none ever over another (decision 0072)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, null, select
from sqlalchemy.orm import InstrumentedAttribute

from consult import audit, clock
from consult.domain.errors import BlankText, EditConflict
from consult.domain.vocabulary import AuditAction, Facet
from consult.extensions import db
from consult.models import PackageHeadline, PublishedPage, StaffMember, ThemeHeadline
from consult.models.theme_board import HEADLINE_LIMIT
from consult.plan_codes import PlanCode

Row = ThemeHeadline | PackageHeadline
# Each kind of headline, and the column that says what it is about.
TABLES: dict[Facet, tuple[type[Any], InstrumentedAttribute[str]]] = {
    Facet.THEME: (ThemeHeadline, ThemeHeadline.theme),
    Facet.PACKAGE: (PackageHeadline, PackageHeadline.package),
}


@dataclass(frozen=True)
class Headline:
    """A version, with its origin: a member of staff, or a page that the city has published."""

    text: str
    version: int
    author: str
    is_published: bool
    saved_at: datetime


def current(facet: Facet) -> dict[str, Headline]:
    """The newest version of each headline, by code; one query."""
    table, code = TABLES[facet]
    newest = select(code.label("code"), func.max(table.version).label("version")).group_by(code).subquery()
    is_newest = (code == newest.c.code) & (table.version == newest.c.version)
    rows = db.session.execute(_with_author(facet).join(newest, is_newest)).all()
    return {getattr(row[0], facet.value): _headline(*row) for row in rows}


def history(about: PlanCode) -> list[Headline]:
    """Every version, the newest first: the first is the one that stands."""
    table, code = TABLES[about.facet]
    versions = _with_author(about.facet).where(code == about.code).order_by(table.version.desc())
    return [_headline(*row) for row in db.session.execute(versions)]


def save(about: PlanCode, text: str, *, version_seen: int, by: StaffMember) -> None:
    """Add the next version; the same text again adds none.

    Raises EditConflict when somebody saved after `version_seen`, BlankText for nothing or too much.
    """
    line, newest = " ".join(text.split()), _newest(about)
    if (newest.version if newest else 0) != version_seen:
        raise EditConflict(
            "ほかの人が先に見出しを保存しました。両方を見て、もう一度保存してください。", field="text"
        )
    if not any(character.isprintable() and not character.isspace() for character in line):
        raise BlankText("見出しを入力してください。", field="text")
    if len(line) > HEADLINE_LIMIT:
        raise BlankText(f"見出しは{HEADLINE_LIMIT}字以内で入力してください。", field="text")
    if newest and newest.text == line:
        return
    table, _code = TABLES[about.facet]
    named = {about.facet.value: about.code}
    saved: Row = table(
        **named, text=line, staff_member_id=by.id, saved_at=clock.now(), version=version_seen + 1
    )
    db.session.add(saved)
    db.session.flush()
    audit.record(AuditAction.CHANGED, saved, by=by, fields=["text"], version=saved.version, **named)


def _newest(about: PlanCode) -> Row | None:
    table, code = TABLES[about.facet]
    found: Sequence[Row] = db.session.scalars(
        select(table).where(code == about.code).order_by(table.version.desc()).limit(1)
    ).all()
    return found[0] if found else None


def _with_author(facet: Facet) -> Select[Any]:
    """(row, name of who typed it, title of the page that it was published on); only a theme's has a page."""
    table, _code = TABLES[facet]
    typed = table.staff_member_id == StaffMember.id
    if facet is not Facet.THEME:
        return select(table, StaffMember.name, null()).outerjoin(StaffMember, typed)
    published = ThemeHeadline.published_page_id == PublishedPage.id
    found = select(table, StaffMember.name, PublishedPage.title).outerjoin(StaffMember, typed)
    return found.outerjoin(PublishedPage, published)


def _headline(row: Row, name: str | None, title: str | None) -> Headline:
    return Headline(row.text, row.version, title or name or "職員", title is not None, row.saved_at)
