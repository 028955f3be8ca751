"""Where standing topics are filed: as the plan's own words propose, or as a drafter says."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from consult import rule_gateway
from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.paging import listed, page_number
from consult.plan_codes import PlanCode, PlanCodes, plan_codes
from consult.rule_gateway import STANDING, RuleEntry
from consult.rules import previewing, queries, services
from consult.rules.blueprint import PREVIEW, RETAGGING, WRITERS, blueprint, waiting
from consult.rules.catching import Catch, places_at_work
from consult.rules.forms import PlaceForm
from consult.rules.topic_list import TopicFilter, TopicFilterForm
from consult.staff_sessions import signed_in_member

# On the page of one topic; the pages of codes show all of them, fifty to a page.
SENTENCES_SHOWN = 20


@blueprint.get("/topics")
@allow(*WRITERS)
def topics():
    catch, plan, asked = Catch.now(), plan_codes(), TopicFilter.read(request.args)
    places = places_at_work(plan, queries.places())
    standing = [entry for entry in catch.entries if entry.origin == STANDING]
    return render_template(
        "staff/rules/topics.html",
        catch=catch,
        asked=asked,
        form=TopicFilterForm(data=asked.arguments),
        page=listed(
            [
                (entry, _labels(plan, entry.codes))
                for entry in asked.chosen_from(standing, places.keys(), catch.counts)
            ],
            page_number(request.args.get("page")),
        ),
        places=places,
        names=queries.names_of(list(places.values())),
        waiting=waiting(catch.strategy),
    )


@blueprint.route("/topics/<topic>", methods=["GET", "POST"])
@allow(*WRITERS)
def topic(topic: str) -> Any:
    catch, plan, place = Catch.now(), plan_codes(), queries.place_of(topic)
    entry = _entry_or_404(catch, topic)
    form = PlaceForm.offering(plan, entry.codes, place.id if place else 0)
    preview = None
    if form.validate_on_submit():
        if request.form.get("act") == PREVIEW:
            preview = previewing.of_place(catch, topic, form.codes, plan)
        else:
            try:
                services.file_topic(topic, form.codes, seen=form.seen_id, by=signed_in_member())
                db.session.commit()
            except RuleViolation as refused:
                put_beside_field(form, refused)
            else:
                flash(f"話題「{entry.label}」の置き場所を変えました。{RETAGGING}", "success")
                return _back_to(entry)
    page = render_template(
        "staff/rules/topic.html",
        entry=entry,
        form=form,
        place=place,
        is_at_work=place is not None and topic in places_at_work(plan, {topic: place}),
        caught=catch.counts[entry.key],
        sentences=catch.sentences([entry.key])[:SENTENCES_SHOWN],
        catch=catch,
        proposed=_labels(plan, rule_gateway.rulebook_for(catch.strategy).proposed[topic]),
        names=queries.names_of([place] if place else []),
        preview=preview,
    )
    return page, 422 if form.is_submitted() and preview is None else 200


@blueprint.post("/topics/<topic>/reset")
@allow(*WRITERS)
def reset_topic(topic: str) -> Any:
    entry, seen = _entry_or_404(Catch.now(), topic), PlaceForm.offering(plan_codes()).seen_id
    services.reset_topic(topic, seen=seen, by=signed_in_member())
    db.session.commit()
    flash(f"計画の言葉から決まる置き場所に戻しました。{RETAGGING}", "success")
    return _back_to(entry)


def _back_to(entry: RuleEntry) -> Any:
    """The list with the one topic that was changed: its row may stand on any of the pages."""
    return redirect(url_for("staff.rules.topics", q=entry.label), 303)


def _entry_or_404(catch: Catch, topic: str) -> RuleEntry:
    key = f"{STANDING}:{topic}"
    return next((entry for entry in catch.entries if entry.key == key), None) or abort(404)


def _labels(plan: PlanCodes, codes: tuple[tuple[str, str], ...]) -> list[PlanCode]:
    return [plan.known(Facet.of(facet), code) for facet, code in codes]
