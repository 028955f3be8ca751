"""郵送・FAX・メール・窓口・電話・委員意見を登録する: one page for one letter, and the next one right after it (O8, TP13)."""

from flask import abort, render_template, request, url_for

from consult import nlp_gateway
from consult.access import allow
from consult.domain import receipt
from consult.domain.claims import opinions_of, proposed
from consult.domain.deadline import Verdict
from consult.domain.errors import AlreadySent, RuleViolation
from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import MAX_OPINIONS
from consult.draft_places import Places
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.intake import entering, queries, scans
from consult.intake.entry_form import EntryForm
from consult.intake.staff_blueprint import WRITERS, blueprint
from consult.models import Consultation, Submission
from consult.staff_sessions import signed_in_member

Answer = str | tuple[str, int]
# Cards of a script that sends ten thousand are not read.
MAX_CARDS_READ = 2 * MAX_OPINIONS
IS_UNUSUAL = (
    "この案件では、この提出方法を受け付けていません。届いたものとして登録するときは、"
    "もう一度「登録する」を押してください。"
)
NOTHING_FOUND = "意見に分けられる文章がありません。1件の意見として登録できます。"
SENT_BEFORE = (
    "この画面からは、すでに別の内容で登録されています。別の提出として登録するときは、"
    "もう一度「登録する」を押してください。"
)


@blueprint.get("/new")
@allow(*WRITERS)
def new(consultation_id: int) -> str:
    """Empty, but for the way and the day that 続けてもう1件 brings along."""
    consultation = queries.consultation_or_404(consultation_id)
    form = EntryForm(formdata=None).prepare(consultation, Places(consultation))
    form.channel.data = request.args.get("channel", "")[:20]
    form.arrived_on.data = request.args.get("arrived_on", "")[:20]
    return _page(consultation, form)


@blueprint.post("/new")
@allow(*WRITERS)
def register(consultation_id: int) -> Answer:
    """Every button of the page; whatever becomes of the form, files that came are not asked for twice."""
    consultation = queries.consultation_or_404(consultation_id)
    if sum(name.endswith("-wording") for name in request.form) > MAX_CARDS_READ:
        abort(413)
    places = Places(consultation)
    form = EntryForm().prepare(consultation, places)
    refused = scans.receive(form, by=signed_in_member())
    db.session.commit()
    act, _, index = request.form.get("act", "register").partition("-")
    if act == "cut":
        return _page(consultation, form, note=_cut(form))
    if act == "add":
        form.add_card()
        return _page(consultation, form, note=f"{len(form.opinions)}件目の欄を追加しました。")
    if act == "remove":
        form.remove_card(index)
        return _page(consultation, form, note="意見の欄を1つ外しました。届いた文章はそのままです。")
    if not form.validate() or refused:
        form.files.errors = refused
        return _page(consultation, form), 422
    if form.is_unusual:
        form.asked_about.data = form.channel.data
        return _page(consultation, form, question=IS_UNUSUAL), 422
    return _registered(consultation, form, places)


def _registered(consultation: Consultation, form: EntryForm, places: Places) -> Answer:
    me = signed_in_member()
    try:
        submission = entering.enter(
            consultation,
            form.entry(places),
            form_token=form.form_token.data,
            files=scans.waiting(form, by=me),
            by=me,
        )
    except AlreadySent:
        form.form_token.data = receipt.new_form_token()
        return _page(consultation, form, question=SENT_BEFORE), 409
    except RuleViolation as refused:
        db.session.rollback()
        consultation = queries.consultation_or_404(consultation.id)
        put_beside_field(form, refused)
        return _page(consultation, form), 422
    verdict = form.deadline.verdict(form.arrival())
    db.session.commit()
    # Only from here on may a receipt be shown: the commit has returned (TR2).
    return _slip(consultation, submission, receipt.receipt_number(form.form_token.data), verdict)


def _slip(consultation: Consultation, submission: Submission, number: str, verdict: Verdict) -> str:
    """受付票: to be printed for whoever stands at the counter; its number is shown here and nowhere else (TP15)."""
    return render_template(
        "staff/intake/_entered.html",
        consultation=consultation,
        submission=submission,
        opinions=queries.number_of_opinions(submission),
        groups=receipt.groups(number),
        verdict=verdict,
        missing=queries.required_and_missing(consultation, submission.submitter),
        another=url_for(
            ".new",
            consultation_id=consultation.id,
            channel=submission.channel.value,
            arrived_on=f"{submission.arrived_on:%Y/%m/%d}",
        ),
    )


def _cut(form: EntryForm) -> str:
    """Cards as `nlp` proposes them, word for word; cards typed by hand are not lost: they are replaced only when asked."""
    text = form.original_text.data
    if is_blank(text):
        return "届いた文章を入力してから押してください。"
    found = opinions_of(proposed(nlp_gateway.claims_of(text)))[:MAX_OPINIONS]
    if not found:
        return NOTHING_FOUND
    form.put_cards([claim.wording(text).strip() for claim in found])
    return f"{len(found)}件に分ける案です。余分な欄は外し、ことばは届いたとおりに直してください。"


def _page(consultation: Consultation, form: EntryForm, *, note: str = "", question: str = "") -> str:
    return render_template(
        "staff/intake/new.html",
        consultation=consultation,
        form=form,
        asked=form.asked(consultation),
        files=scans.waiting(form, by=signed_in_member()),
        limits=scans.LIMITS,
        note=note,
        question=question,
    )
