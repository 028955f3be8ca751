"""Words that set one theme, package, model, sector or way in apart from the others."""

from flask import Response, request

from consult import paging
from consult.access import READERS, allow
from consult.opinion_filter_page import usable_filter
from consult.plan_codes import PlanCodes, plan_codes
from consult.word_tables import queries, writing
from consult.word_tables.apart import Comparing, GroupApart, in_order
from consult.word_tables.asked import ApartAsked
from consult.word_tables.blueprint import blueprint
from consult.word_tables.exports import send_words
from consult.word_tables.forms import AXES, ApartForm
from consult.word_tables.groups import groups_of, members
from consult.word_tables.opening import opened

# Words of a group where all groups stand side by side.
SIDE_BY_SIDE = 10


@blueprint.get("/apart")
@allow(*READERS)
def apart() -> tuple[str, int]:
    page = opened(ApartForm, "apart")
    asked, groups = page.asked, _groups(page.asked, page.codes)
    words = in_order(groups[0].words, asked) if asked.value and groups else []
    return page.shown(
        axis=AXES[asked.axis],
        groups=groups,
        most=SIDE_BY_SIDE,
        page=paging.listed(words, page.number),
        unread=queries.unread(asked.compared),
    )


@blueprint.post("/apart/export")
@allow(*READERS)
def export_apart() -> Response:
    codes = plan_codes()
    asked = ApartForm.read(request.form).asked(usable_filter(request.form, codes))
    return send_words(
        "words_apart",
        asked.opinions,
        lambda leaving: writing.apart_file(AXES[asked.axis], _groups(asked, codes, leaving=leaving), asked),
    )


def _groups(asked: ApartAsked, codes: PlanCodes, *, leaving: bool = False) -> list[GroupApart]:
    """The group that is looked at, or all of them."""
    wanted = [each for each in groups_of(asked.axis, codes) if asked.value in ("", each.code)]
    texts = queries.texts_of(asked.compared, once=asked.once, leaving=leaving)
    return Comparing(members(asked, leaving=leaving)).count(texts).apart(wanted)
