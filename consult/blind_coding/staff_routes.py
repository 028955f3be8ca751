"""Coding a sampled opinion without seeing what the tagger says: one page, one answer, the way back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for

from consult import stopwatch
from consult.access import allow
from consult.blind_coding import queries, services, settings_routes
from consult.blind_coding.blueprint import blueprint
from consult.blind_coding.forms import BlindCodeForm, number_keys
from consult.domain.errors import MainThemeUnclear, NotCodable, NothingDecided
from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.models import BlindCode, SampledOpinion
from consult.plan_codes import PlanCode, PlanCodes, definitions, plan_codes
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "settings_routes"]


@dataclass(frozen=True)
class LastAnswer:
    """What the reader answered last and can still take back."""

    code_id: int
    opinion_id: int
    wording: str
    codes: tuple[PlanCode, ...]


@blueprint.get("/blind-coding")
@allow(Role.OFFICIAL, Role.DRAFTER)
def index():
    person = signed_in_member()
    return render_template(
        "staff/blind_coding/index.html",
        progress=queries.progress(),
        own=queries.share_of(person),
        following=queries.next_for(person),
        last=_last_answer(queries.last_code_by(person), plan_codes()),
    )


@blueprint.get("/blind-coding/<int:sampled_id>")
@allow(Role.OFFICIAL, Role.DRAFTER)
def show(sampled_id: int):
    sampled = queries.sampled_or_404(sampled_id)
    if not queries.is_waiting_for(sampled, signed_in_member()):
        flash(f"意見{sampled.opinion_id}は、あなたの分類を待っていません。", "info")
        return redirect(url_for(".index"))
    codes = plan_codes()
    return _page(sampled, BlindCodeForm.offering(codes, is_first_look=True), codes)


@blueprint.post("/blind-coding/<int:sampled_id>")
@allow(Role.OFFICIAL, Role.DRAFTER)
def code(sampled_id: int):
    codes = plan_codes()
    sampled = queries.sampled_or_404(sampled_id)
    form = BlindCodeForm.offering(codes)
    if not form.validate_on_submit():
        return _page(sampled, form, codes), 422
    seconds = stopwatch.seconds_since(form.shown_at.data)
    try:
        services.code(sampled, form.answer(), by=signed_in_member(), seconds_taken=seconds)
    except NotCodable as refusal:
        db.session.rollback()
        flash(refusal.message, "warning")
        return redirect(url_for(".index"), 303)
    except (NothingDecided, MainThemeUnclear) as refusal:
        put_beside_field(form, refusal)
        return _page(sampled, form, codes), 422
    following = queries.next_for(signed_in_member(), after=sampled.id)
    db.session.commit()
    return redirect(_address_of(following), 303)


@blueprint.post("/blind-coding/answers/<int:code_id>/undo")
@allow(Role.OFFICIAL, Role.DRAFTER)
def undo(code_id: int):
    person = signed_in_member()
    row = queries.own_code_or_404(code_id, person)
    services.undo(row, by=person)
    db.session.commit()
    flash("分類を取り消しました。もう一度分類できます。", "success")
    return redirect(url_for(".show", sampled_id=row.sampled_opinion_id), 303)


def _page(sampled: SampledOpinion, form: BlindCodeForm, codes: PlanCodes) -> str:
    person = signed_in_member()
    facets = [(facet, codes.of(facet)) for facet in Facet]
    return render_template(
        "staff/blind_coding/show.html",
        sampled=sampled,
        form=form,
        facets=facets,
        keys=number_keys(facets),
        definitions=definitions(),
        own=queries.share_of(person),
        following=queries.next_for(person, after=sampled.id),
        last=_last_answer(queries.last_code_by(person), codes),
    )


def _address_of(following: SampledOpinion | None) -> str:
    return url_for(".show", sampled_id=following.id) if following else url_for(".index")


def _last_answer(row: BlindCode | None, codes: PlanCodes) -> LastAnswer | None:
    if row is None:
        return None
    given = tuple(codes.known(facet, code) for facet in Facet for code in row.codes_of(facet))
    return LastAnswer(row.id, row.sampled.opinion_id, row.sampled.opinion.wording, given)
