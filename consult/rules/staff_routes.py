"""The rules of the plan's codes: what each says and catches, and those that drafters add, change and withdraw."""

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for

from consult import clock
from consult.access import allow
from consult.domain.errors import EditConflict, RuleViolation
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.models import CodingRule
from consult.paging import listed, page_number
from consult.plan_codes import PlanCode, plan_codes
from consult.rule_gateway import OF_PLAN, STANDING
from consult.rules import previewing, queries, services, topic_routes, word_routes, writing
from consult.rules.blueprint import PREVIEW, RETAGGING, WRITERS, blueprint, code_or_404, waiting
from consult.rules.catching import Catch, added_lines, places_at_work
from consult.rules.forms import MOST_OF_WORD, RuleForm
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "topic_routes", "word_routes"]

SENTENCES_PER_PAGE = 20


@blueprint.get("")
@allow(*WRITERS)
def index():
    plan, catch = plan_codes(), Catch.now()
    rules = queries.rules_in_force()
    return render_template(
        "staff/rules/index.html",
        catch=catch,
        figures={facet: [catch.figures(code) for code in plan.of(facet)] for facet in Facet},
        lost=[rule for rule in rules if not plan.find(rule.facet, rule.code)],
        waiting=waiting(catch.strategy),
        word=_word_asked(),
    )


def _word_asked() -> str:
    """A word that no rule catches, on its way into a rule of a code that is yet to be chosen."""
    return " ".join(request.args.get("word", "").split())[:MOST_OF_WORD]


@blueprint.get("/<facet>/<code>")
@allow(*WRITERS)
def show(facet: str, code: str):
    plan = plan_codes()
    target = code_or_404(plan, facet, code)
    catch, rules = Catch.now(), queries.rules_in_force()
    entries = catch.entries_of(target.facet, target.code)
    added = added_lines(catch, rules, target.facet, target.code)
    withdrawn = queries.withdrawn_rules(target.facet, target.code)
    return render_template(
        "staff/rules/show.html",
        target=target,
        catch=catch,
        added=added,
        standing=[entry for entry in entries if entry.origin == STANDING],
        of_plan=[entry for entry in entries if entry.origin == OF_PLAN],
        places=places_at_work(plan, queries.places()),
        withdrawn=withdrawn,
        names=queries.names_of([*(line.rule for line in added), *withdrawn]),
        figures=catch.figures(target),
        waiting=waiting(catch.strategy),
    )


@blueprint.get("/<facet>/<code>/caught")
@allow(*WRITERS)
def caught(facet: str, code: str):
    """The opinions that one rule (`by`), or any rule of the code, catches."""
    target = code_or_404(plan_codes(), facet, code)
    catch = Catch.now()
    entries = {entry.key: entry for entry in catch.entries_of(target.facet, target.code)}
    by = entries.get(request.args.get("by", ""))
    keys = [by.key] if by else catch.speaking_for(target.facet, target.code)
    page = listed(catch.sentences(keys), page_number(request.args.get("page")), size=SENTENCES_PER_PAGE)
    return render_template(
        "staff/rules/caught.html", target=target, catch=catch, by=by, page=page, entries=entries
    )


@blueprint.get("/uncaught")
@allow(*WRITERS)
def uncaught():
    """The words in most opinions that no rule catches."""
    catch = Catch.now()
    return render_template("staff/rules/uncaught.html", catch=catch, words=catch.loose_words())


@blueprint.post("/export")
@allow(*WRITERS)
def export():
    """A POST, since it leaves a trace."""
    services.record_export(by=signed_in_member())
    db.session.commit()
    plan, catch, rules = plan_codes(), Catch.now(), queries.rules_in_force()
    places, words, synonyms = places_at_work(plan, queries.places()), queries.words(), queries.synonyms()
    names = queries.names_of([*rules, *places.values(), *words, *synonyms])
    file = writing.as_csv(catch, plan, rules, places, words, synonyms, names)
    name = f"rules_{clock.today():%Y%m%d}.csv"
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name=name)


@blueprint.route("/<facet>/<code>/new", methods=["GET", "POST"])
@allow(*WRITERS)
def new(facet: str, code: str) -> Any:
    target = code_or_404(plan_codes(), facet, code)
    return _rule_page(RuleForm.about(None, _word_asked()), target, None)


@blueprint.route("/<int:rule_id>/edit", methods=["GET", "POST"])
@allow(*WRITERS)
def edit(rule_id: int) -> Any:
    rule = queries.rule_or_404(rule_id)
    target = plan_codes().known(rule.facet, rule.code)
    if not rule.is_in_force and request.method == "GET":
        raise EditConflict(services.GONE)
    return _rule_page(RuleForm.about(rule), target, rule)


@blueprint.post("/<int:rule_id>/withdraw")
@allow(*WRITERS)
def withdraw(rule_id: int) -> Any:
    rule = queries.rule_or_404(rule_id)
    services.withdraw(rule, by=signed_in_member())
    db.session.commit()
    flash(
        f"決まり「{rule.label}」を取りやめました。下の「取りやめた決まり」から戻せます。{RETAGGING}",
        "success",
    )
    return _back_to(rule)


@blueprint.post("/<int:rule_id>/put-back")
@allow(*WRITERS)
def put_back(rule_id: int) -> Any:
    rule = services.put_back_rule(queries.rule_or_404(rule_id), by=signed_in_member())
    db.session.commit()
    flash(f"決まり「{rule.label}」を戻しました。{RETAGGING}", "success")
    return _back_to(rule)


def _rule_page(form: RuleForm, target: PlanCode, rule: CodingRule | None) -> Any:
    preview, is_gone = None, rule is not None and not rule.is_in_force
    if form.validate_on_submit():
        if is_gone:
            # What was typed stays on the page: nobody writes a rule twice because a colleague was quicker.
            form.form_errors.append(services.OVERTAKEN)
        elif request.form.get("act") == PREVIEW:
            preview = _preview(form, target, rule)
        else:
            try:
                return _saved(form, target, rule)
            except RuleViolation as refused:
                db.session.rollback()
                put_beside_field(form, refused)
    page = render_template(
        "staff/rules/edit.html" if rule else "staff/rules/new.html",
        form=form,
        target=target,
        rule=rule,
        preview=preview,
        is_gone=is_gone,
    )
    if is_gone:
        return page, 409
    return page, 422 if form.is_submitted() and preview is None else 200


def _preview(form: RuleForm, target: PlanCode, rule: CodingRule | None) -> previewing.Preview:
    plan, catch = plan_codes(), Catch.now()
    position = [each.id for each in queries.rules_in_force()].index(rule.id) if rule else None
    return previewing.of_rule(catch, form.typed, (target.facet, target.code), plan, position=position)


def _saved(form: RuleForm, target: PlanCode, rule: CodingRule | None) -> Any:
    member = signed_in_member()
    if rule:
        saved = services.change_rule(rule, form.typed, by=member)
    else:
        saved = services.add_rule(target.facet, target.code, form.typed, by=member)
    db.session.commit()
    flash(f"決まり「{saved.label}」を登録しました。{RETAGGING}", "success")
    return _back_to(saved)


def _back_to(rule: CodingRule) -> Any:
    if plan_codes().find(rule.facet, rule.code) is None:
        return redirect(url_for("staff.rules.index"), 303)
    return redirect(url_for("staff.rules.show", facet=rule.facet.value, code=rule.code), 303)
