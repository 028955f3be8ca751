"""Where a day's work begins: at most five links for each role, what waits for me, what changed last."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock, learning_due, staff_sessions
from consult.access import allow
from consult.extensions import db
from consult.home import daily_work, further_pages, queries, recent_acts
from consult.learning_gateway import Condition
from consult.search import kept_words

blueprint = Blueprint("home", __name__)

# Lists whose words may be a person's name, and what their addresses need beside them.
SEARCHED = {
    "staff.opinions.index": (),
    "staff.word_tables.frequent": (),
    "staff.word_tables.apart": (),
    "staff.word_tables.context": (),
    "staff.matrix.package_matrix": (),
    "staff.matrix.uncovered": (),
    "staff.hearings.index": (),
    "staff.hearings.desk_note_list": (),
    "staff.drafting.choose": ("theme",),
    "staff.counterparts.index": (),
    "staff.counterparts.merge": ("counterpart_id",),
    "staff.summary.index": ("consultation_id",),
    "staff.official_response.index": ("consultation_id",),
    "staff.consultations.index": (),
    "staff.intake.index": ("consultation_id",),
    "staff.tracing.index": (),
    "staff.tracing.links_of_opinion": ("opinion_id",),
}


@blueprint.get("")
@allow()
def show() -> str:
    member = staff_sessions.signed_in_member()
    return render_template(
        "staff/home/show.html",
        links=daily_work.links_of(member),
        drafts=queries.drafts_waiting_for(member),
        follow_ups_due=queries.follow_ups_due(member, clock.today()),
        answers=queries.answers_waiting_for(member, clock.today()),
        acts=recent_acts.acts_seen_by(member),
    )


@blueprint.post("/search")
@allow()
def search() -> AnyResponse:
    """To a list, narrowed as its form says, at an address without the words."""
    wanted = request.form.get("list", "")
    needed = SEARCHED.get(wanted)
    if needed is None or not all(request.form.get(name) for name in needed):
        abort(400)
    args = kept_words.without_words(
        {name: text for name, text in request.form.items() if _is_argument(name)},
        leave_out=("csrf_token", "list", "page"),
    )
    try:
        address = url_for(wanted, **args)
    except ValueError:
        # What stands for a row's number is none.
        abort(400)
    db.session.commit()
    return redirect(address, 303)


def _is_argument(name: str) -> bool:
    """What goes into the address; `url_for` reads other names as orders to itself."""
    return name != "endpoint" and not name.startswith("_")


@blueprint.get("/analysis")
@allow()
def analysis() -> str:
    member = staff_sessions.signed_in_member()
    return render_template(
        "staff/home/analysis.html", sections=further_pages.open_to(member, further_pages.ANALYSIS)
    )


@blueprint.get("/settings")
@allow()
def settings() -> str:
    member = staff_sessions.signed_in_member()
    sections = further_pages.open_to(member, further_pages.SETTINGS)
    may_learn = any(page.endpoint == "staff.learning.index" for each in sections for page in each.pages)
    decisions = learning_due.new_decisions() if may_learn else 0
    condition = learning_due.condition_in_force() if may_learn else Condition.USABLE
    return render_template(
        "staff/home/settings.html",
        sections=sections,
        why_unusable="" if condition is Condition.USABLE else condition.label,
        new_decisions=decisions if learning_due.is_worth_a_refit(decisions) else 0,
    )
