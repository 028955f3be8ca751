"""The theme board: officials, drafters and approvers read it, drafters write it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.access import READERS, allow
from consult.database import reading
from consult.domain.vocabulary import Role
from consult.drafting import (
    board_table,
    file_routes,
    package_routes,
    pin_routes,
    queries,
    services,
)
from consult.drafting.blueprint import BOARD, blueprint
from consult.drafting.forms import HeadlineForm, direction_sent
from consult.drafting.headline_acts import refusal_of
from consult.extensions import db
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.source_links import source_address
from consult.spreadsheets import csv_writing
from consult.staff_sessions import signed_in_member
from consult.typed_number import number, sent_number

# Imported for the routes that they hang on the blueprint.
__all__ = ["blueprint", "file_routes", "package_routes", "pin_routes"]
CHOSEN = f"{BOARD}/<theme>/chosen/<int:opinion_id>"


@blueprint.get(BOARD)
@allow(*READERS)
def theme_board() -> str:
    return _board()


@blueprint.post(f"{BOARD}/<theme>/headline")
@allow(Role.DRAFTER)
def save_headline(theme: str) -> tuple[str, int] | AnyResponse:
    about = queries.theme_or_404(plan_codes(), theme)
    form = HeadlineForm(prefix=theme)
    if status := refusal_of(form, about):
        return _board(refused=(theme, form), has_conflict=status == 409), status
    db.session.commit()
    flash("見出しを保存しました。")
    return _back_to_band(theme)


@blueprint.get(f"{BOARD}/<theme>/choose")
@allow(Role.DRAFTER)
def choose(theme: str) -> str:
    codes = plan_codes()
    plan_code = queries.theme_or_404(codes, theme)
    sent = kept_words.arguments()
    typed = sent.get("q", "").strip()[: kept_words.LONGEST]
    return render_template(
        "staff/drafting/choose.html",
        theme=plan_code,
        typed=typed,
        page=queries.choosable_page(plan_code, typed, page_number(sent.get("page")), codes),
        chosen_ids=queries.chosen_ids(plan_code),
        source_address=source_address,
    )


@blueprint.post(f"{BOARD}/<theme>/choose")
@allow(Role.DRAFTER)
def choose_opinion(theme: str) -> AnyResponse:
    queries.theme_or_404(plan_codes(), theme)
    services.choose(theme, number(request.form.get("opinion_id")), by=signed_in_member())
    db.session.commit()
    flash("代表意見に選びました。")
    if request.form.get("back") == "voices":
        return redirect(url_for(".theme_voices", theme=theme, _anchor="voices"), 303)
    kept = kept_words.without_words(request.form, leave_out=("csrf_token", "opinion_id"))
    db.session.commit()
    return redirect(url_for(".choose", theme=theme, **kept), 303)


@blueprint.post(f"{CHOSEN}/remove")
@allow(Role.DRAFTER)
def remove(theme: str, opinion_id: int) -> AnyResponse:
    queries.theme_or_404(plan_codes(), theme)
    place = services.remove(theme, opinion_id, by=signed_in_member())
    db.session.commit()
    # The board offers to put it back: what was removed travels in its address, not in the session.
    undo: dict[str, Any] = {"removed": opinion_id, "theme": theme, "place": place} if place else {}
    return redirect(url_for(".theme_board", **undo, _anchor=f"theme-{theme}"), 303)


@blueprint.post(f"{CHOSEN}/put-back")
@allow(Role.DRAFTER)
def put_back(theme: str, opinion_id: int) -> AnyResponse:
    queries.theme_or_404(plan_codes(), theme)
    place = sent_number(request.form.get("place"))
    services.choose(theme, opinion_id, by=signed_in_member(), position=place)
    db.session.commit()
    flash("代表意見を元に戻しました。")
    return _back_to_band(theme)


@blueprint.post(f"{CHOSEN}/move")
@allow(Role.DRAFTER)
def move(theme: str, opinion_id: int) -> AnyResponse:
    queries.theme_or_404(plan_codes(), theme)
    services.move(theme, opinion_id, direction_sent(), by=signed_in_member())
    db.session.commit()
    return redirect(url_for(".theme_board", _anchor=f"chosen-{theme}-{opinion_id}"), 303)


@blueprint.post(f"{BOARD}/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    codes = plan_codes()
    bands = queries.bands(codes)
    services.record_export(sum(band.tally.total.confirmed for band in bands), by=signed_in_member())
    db.session.commit()
    with reading():
        file = csv_writing.write_csv(board_table.HEADER, board_table.rows(bands, codes))
    name = f"theme_board_{clock.today():%Y%m%d}.csv"
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name=name)


def _board(refused: tuple[str, HeadlineForm] | None = None, *, has_conflict: bool = False) -> str:
    codes = plan_codes()
    bands = queries.bands(codes)
    forms = {band.theme.code: HeadlineForm.over(band.theme, band.headline) for band in bands}
    if refused:
        theme, form = refused
        # The next save is over what the page now shows.
        form.version.data, form.text.label = forms[theme].version.data, forms[theme].text.label
        forms[theme] = form
    return render_template(
        "staff/drafting/theme_board.html",
        bands=bands,
        forms=forms,
        refused=refused[0] if refused else "",
        has_conflict=has_conflict,
        may_edit=Role.DRAFTER in current_user.granted_roles,
        removed=queries.removed_opinion(request.args, bands),
        source_address=source_address,
        today=clock.today(),
    )


def _back_to_band(theme: str) -> AnyResponse:
    return redirect(url_for(".theme_board", _anchor=f"theme-{theme}"), 303)
