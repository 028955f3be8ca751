"""What the page of one opinion shows: its text, where it can be cut, what was done with it, its copies, its way."""

from dataclasses import dataclass
from itertools import pairwise

from flask import render_template, request

from consult import draft_places
from consult.domain.errors import RuleViolation
from consult.domain.splitting import places_to_cut
from consult.domain.vocabulary import AuditAction, FlagKind
from consult.extensions import db
from consult.layout_context import address_of
from consult.models import AuditEvent, Consultation, Opinion
from consult.sorting import acts, queries, splitting
from consult.sorting.blueprint import may_sort
from consult.sorting.sorting_filter import SortingFilter
from consult.staff_sessions import signed_in_member

# Of a very long letter the first places are offered; any other is found by its words.
MOST_PLACES = 200


@dataclass(frozen=True)
class Piece:
    """A stretch of the wording, and whether a person may cut before it; the first has no `at`."""

    text: str
    at: int | None
    is_ticked: bool


@dataclass(frozen=True)
class LastAct:
    event_id: int
    opinion_id: int
    words: str


def opinion_page(opinion: Opinion, asked: SortingFilter, *, refusal: RuleViolation | None = None) -> str:
    consultation = db.session.get_one(Consultation, asked.consultation_id)
    following = queries.next_after(asked, opinion.id)
    counts = queries.counts_now(opinion)
    flags = queries.flags_of(opinion)
    return render_template(
        "staff/sorting/show.html",
        consultation=consultation,
        opinion=opinion,
        asked=asked,
        args=asked.as_args(),
        following=following,
        counts=counts,
        place=draft_places.labels_of([opinion])[opinion.id],
        pieces=_pieces(opinion, refusal) if counts else [],
        parts=queries.parts_of(opinion),
        whole_id=opinion.split_from_id,
        copies=queries.copies_of(consultation.id, opinion.text_digest) if counts else None,
        flags=[each for each in flags if each.flag.lifted_at is None],
        lifted=[each for each in flags if each.flag.lifted_at is not None],
        kinds=list(FlagKind),
        waits_for_masking=bool(queries.waits_among([opinion.id])),
        last=_last(consultation.id),
        may_sort=may_sort(),
        review_href=address_of("staff.review.show", opinion_id=opinion.id),
        passages_href=address_of("staff.review.passages_of", opinion_id=opinion.id),
        refusal=refusal,
        sent=request.form,
    )


def _pieces(opinion: Opinion, refusal: RuleViolation | None) -> list[Piece]:
    """Ticked as the cutter proposes, or as they were when the sending was refused."""
    wording = opinion.wording
    proposed = set(splitting.proposed_cuts(wording))
    places = sorted({*places_to_cut(wording)[:MOST_PLACES], *proposed})
    if refusal and request.form.getlist("at"):
        ticked = {int(each) for each in request.form.getlist("at") if each.isascii() and each.isdigit()}
    else:
        ticked = proposed
    edges = pairwise([0, *places, len(wording)])
    return [Piece(wording[start:end].strip(), start or None, start in ticked) for start, end in edges]


def _last(consultation_id: int) -> LastAct | None:
    event = acts.last_of(signed_in_member(), consultation_id)
    if event is None or event.object_id is None:
        return None
    return LastAct(event.id, event.object_id, _words(event))


def _words(event: AuditEvent) -> str:
    if event.action is AuditAction.SPLIT:
        return f"{len(event.details['parts'])}件の意見に分けた"
    if event.action is AuditAction.FLAGGED:
        number = len(event.details["flags"])
        to_all = f"（同じ文章{number:,}件に）" if number > 1 else ""
        return f"「{FlagKind.of(event.details['kind']).label}」の印を付けた{to_all}"
    number = len(event.details["sorted"])
    return f"整理済みにした（同じ文章{number:,}件）" if number > 1 else "整理済みにした"
