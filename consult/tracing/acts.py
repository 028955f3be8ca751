"""What a page of links sends: an act on one row by its button, or on all that were ticked.

A link is sent as `<opinion>|<target>`, a decision as `<opinion>|<target>|<its id>`: what the person saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort
from werkzeug.datastructures import MultiDict

from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Outcome
from consult.link_targets import LinkTarget, Targets, read_target
from consult.models import StaffMember
from consult.tracing import queries, services
from consult.typed_number import number

CONFIRM, REJECT, UNDO = "confirm", "reject", "undo"
OUTCOMES = {CONFIRM: Outcome.CONFIRMED, REJECT: Outcome.REJECTED}
WORDS = {CONFIRM: "確定しました", REJECT: "却下しました", UNDO: "取り消しました"}
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Done:
    words: str
    is_whole: bool


@dataclass(frozen=True)
class Sent:
    opinion_id: int
    target: LinkTarget | None
    decision_id: int


def carry_out(
    form: "MultiDict[str, str]",
    *,
    by: StaffMember,
    only_of: int | None = None,
    only_to: LinkTarget | None = None,
) -> Done:
    """What cannot be done of it is said, the rest is done. Abort 400 for what no page of ours sends: a page of one
    opinion or of one target sends no other."""
    act, _, one = form.get("do", "").partition("|")
    if act not in WORDS:
        abort(400)
    links = [_read(each) for each in ([one] if one else form.getlist("link")[:MOST_AT_ONCE])]
    if not links:
        return Done("結びつきが選ばれていません。", False)
    if only_of is not None and any(each.opinion_id != only_of for each in links):
        abort(400)
    if only_to is not None and any(each.target != only_to for each in links):
        abort(400)
    refusals = list(_refusals(act, links, by=by))
    done = len(links) - len(refusals)
    parts = [f"{done:,}件を{WORDS[act]}。"] if done else []
    return Done("".join([*parts, *dict.fromkeys(refusals)]), not refusals)


def _refusals(act: str, links: Iterable[Sent], *, by: StaffMember) -> Iterable[str]:
    targets = queries.targets_in_force()
    for each in links:
        try:
            _do(act, each, targets, by=by)
        except RuleViolation as refusal:
            yield refusal.message


def _do(act: str, sent: Sent, targets: Targets, *, by: StaffMember) -> None:
    if act == UNDO:
        services.undo(queries.decision_or_404(sent.opinion_id, sent.decision_id), by=by)
        return
    target = targets.known(sent.target) or abort(404)
    wanted = services.Wanted(sent.opinion_id, target, OUTCOMES[act], seen=sent.decision_id)
    services.decide(wanted, by=by)


def _read(sent: str) -> Sent:
    opinion_id, _, rest = sent.partition("|")
    target, _, decision_id = rest.partition("|")
    if not number(opinion_id):
        abort(400)
    return Sent(number(opinion_id), read_target(target), number(decision_id))
