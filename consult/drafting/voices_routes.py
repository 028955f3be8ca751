"""The voices of one theme or package: counts, chosen opinions, phrases; and what to read in the time there is."""

from typing import Any

from flask import Response, render_template, request
from flask_login import current_user

from consult.access import READERS, allow
from consult.database import reading
from consult.domain.representatives import CHARACTERS_A_MINUTE, PINNED_RULE, RULE
from consult.domain.vocabulary import Facet, Role
from consult.downloads import send_table
from consult.drafting import headlines, queries, reading_page, services, voice_counts, voices_page
from consult.drafting.blueprint import blueprint
from consult.drafting.forms import USUAL_MINUTES, ReadingForm
from consult.drafting.package_page import code_or_404
from consult.drafting.tallies import tallies
from consult.drafting.voices import SCOPES, scope_of, voices_on
from consult.extensions import db
from consult.plan_codes import PlanCode, plan_codes
from consult.source_links import source_address
from consult.spreadsheets import csv_writing
from consult.staff_sessions import signed_in_member

THEME, PACKAGE = "/theme-board/<theme>", "/packages/<code>"


@blueprint.get(f"{THEME}/voices")
@allow(*READERS)
def theme_voices(theme: str) -> str:
    about = queries.theme_or_404(plan_codes(), theme)
    return render_template(
        "staff/drafting/theme_voices.html",
        chosen_ids=queries.chosen_ids(about),
        may_edit=Role.DRAFTER in current_user.granted_roles,
        **voices_parts(about),
    )


@blueprint.get(f"{THEME}/reading")
@allow(*READERS)
def theme_reading(theme: str) -> tuple[str, int]:
    return _reading(queries.theme_or_404(plan_codes(), theme))


@blueprint.post(f"{THEME}/reading/export")
@allow(*READERS)
def export_theme_reading(theme: str) -> Response:
    return _export(queries.theme_or_404(plan_codes(), theme))


@blueprint.get(f"{PACKAGE}/reading")
@allow(*READERS)
def package_reading(code: str) -> tuple[str, int]:
    return _reading(code_or_404(plan_codes(), code))


@blueprint.post(f"{PACKAGE}/reading/export")
@allow(*READERS)
def export_package_reading(code: str) -> Response:
    return _export(code_or_404(plan_codes(), code))


def voices_parts(about: PlanCode) -> dict[str, Any]:
    """What both pages show of the voices, and of the headline over them."""
    codes = plan_codes()
    tally = tallies(about.facet, [about.code], only=about.code)[about.code]
    voices = voices_on(about, scope_of(request.args.get("scope"), tally.total))
    versions = headlines.history(about)
    return {
        "about": about,
        "versions": versions,
        "of_nobody": voices_page.words_of_nobody(versions[0].text, voices) if versions else [],
        "asks": {about.facet.value: about.code},
        "tally": tally,
        "sectors": voice_counts.by_sector(about),
        "months": voice_counts.by_month(about),
        "scopes": SCOPES,
        "voices": voices,
        "chosen": voices_page.shown_representatives(voices, codes),
        "phrases": voices_page.shown_phrases(about, voices, codes),
        "rule": _rule(about),
        "source_address": source_address,
    }


def _rule(about: PlanCode) -> tuple[str, ...]:
    return (PINNED_RULE, *RULE) if about.facet is Facet.PACKAGE else RULE


def _reading(about: PlanCode) -> tuple[str, int]:
    form = ReadingForm(request.args if "minutes" in request.args else None, minutes=str(USUAL_MINUTES))
    form.validate()
    tally = tallies(about.facet, [about.code], only=about.code)[about.code]
    voices = voices_on(about, scope_of(request.args.get("scope"), tally.total))
    view = render_template(
        f"staff/drafting/{about.facet.value}_reading.html",
        about=about,
        asks={about.facet.value: about.code},
        form=form,
        tally=tally,
        voices=voices,
        scopes=SCOPES,
        found=reading_page.reading_list(voices, form.minutes_to_read, plan_codes(), as_written=True),
        pace=CHARACTERS_A_MINUTE,
        rule=_rule(about),
        source_address=source_address,
    )
    return view, 422 if form.errors else 200


def _export(about: PlanCode) -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    form = ReadingForm(request.form)
    form.validate()
    minutes = form.minutes_to_read
    tally = tallies(about.facet, [about.code], only=about.code)[about.code]
    with reading():
        voices = voices_on(about, scope_of(form.scope.data, tally.total))
        found = reading_page.reading_list(voices, minutes, plan_codes(), as_written=False)
    services.record_reading_export(about, len(found.picks), minutes=minutes, by=signed_in_member())
    db.session.commit()
    file = csv_writing.write_csv(reading_page.HEADER, reading_page.rows(found))
    return send_table(file, "reading", is_excel=False)
