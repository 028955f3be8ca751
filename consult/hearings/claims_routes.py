"""意見の区切りを直す: the claims of a registered hearing, cut again."""

from flask import flash, redirect, render_template, request, url_for

from consult.access import allow
from consult.domain.errors import EditConflict, RuleViolation, WithdrawalUnconfirmed
from consult.domain.plain_text import unix_newlines
from consult.extensions import db
from consult.hearings import cutting, queries, recutting, removal
from consult.hearings.blueprint import WRITERS, blueprint
from consult.hearings.cutting import Desk
from consult.hearings.forms import ClaimsForm
from consult.models import Hearing
from consult.typed_number import number

BROKEN = "意見の区切りを読み取れませんでした。登録済みの区切りを表示しています。"


@blueprint.get("/hearings/<int:hearing_id>/claims")
@allow(*WRITERS)
def claims(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    removal.refuse_removed(hearing)
    appended_from = number(request.args.get("appended")) or len(hearing.notes)
    desk = _registered_desk(hearing, appended_from)
    return _claims_page(hearing, ClaimsForm(data={"version": hearing.version}), desk)


@blueprint.post("/hearings/<int:hearing_id>/claims")
@allow(*WRITERS)
def change_claims(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    form = ClaimsForm()
    desk = cutting.read_desk(request.form, hearing.notes)
    if not desk.is_cut:
        return _claims_page(hearing, form, _registered_desk(hearing, len(hearing.notes)), refused=BROKEN), 422
    act = cutting.read_act(request.form)
    if act.verb not in ("save", "withdraw"):
        return _claims_page(hearing, form, cutting.after(desk, act))
    try:
        recutting.recut(
            hearing,
            desk.claims,
            version=number(form.version.data),
            may_withdraw_reviewed=act.verb == "withdraw",
        )
    except EditConflict:
        return _claims_conflict(hearing, form, desk), 409
    except WithdrawalUnconfirmed as question:
        return _claims_page(hearing, form, desk, question=question.message), 422
    except RuleViolation as refused:
        return _claims_page(hearing, form, desk, refused=refused.message), 422
    db.session.commit()
    flash("意見の区切りを直しました。新しい意見には分類の候補が付きます。", "success")
    return redirect(url_for("staff.hearings.show", hearing_id=hearing_id), 303)


def _registered_desk(hearing: Hearing, appended_from: int) -> Desk:
    known = queries.claims_with_rest(
        queries.opinions_of(hearing), cutting.suggestion(hearing.notes), appended_from=appended_from
    )
    return Desk(hearing.notes, known)


def _claims_page(hearing: Hearing, form: ClaimsForm, desk: Desk, **told: object) -> str:
    return render_template("staff/hearings/claims.html", hearing=hearing, form=form, desk=desk, **told)


def _claims_conflict(hearing: Hearing, form: ClaimsForm, mine: Desk) -> str:
    """Both cuts side by side: the saved one as it stands, mine still on the desk."""
    form.version.data = hearing.version
    saved = [unix_newlines(opinion.wording) for opinion in queries.opinions_of(hearing)]
    return _claims_page(hearing, form, mine, saved=saved)
