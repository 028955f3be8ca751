"""The filters beside the queue, with their counts, and the chips of what is chosen."""

from collections.abc import Iterable

from flask import url_for
from wtforms import Form, HiddenField, SelectChoice, SelectField

from consult.domain.counting import WAYS_IN, way_in
from consult.domain.vocabulary import Certainty, Facet
from consult.form_fields import offered
from consult.plan_codes import PlanCodes
from consult.review.queue import QueueCounts
from consult.review.queue_filter import NO_SUGGESTION, WAITING, Order, QueueFilter

ABSTAINED = "候補なし"
PERSONAL_WAITING = "個人情報の確認待ち"


class FilterForm(Form):
    """Sent by GET; what it may ask for is decided by QueueFilter.read."""

    theme = SelectField("テーマの候補")
    package = SelectField("政策パッケージの候補")
    model = SelectField("重点推進モデルの候補")
    certainty = SelectField("候補の確からしさ")
    way_in = SelectField("受付の経路")
    consultation = SelectField("案件")
    personal = SelectField("個人情報の確認")
    sort = SelectField("並び順")
    hearing = HiddenField()

    @classmethod
    def offering(
        cls, asked: QueueFilter, codes: PlanCodes, counts: QueueCounts, consultations: list[tuple[int, str]]
    ) -> "FilterForm":
        """The form as asked, each choice with its number of waiting opinions."""
        form = cls(data={name: str(value) for name, value in asked.arguments.items()})
        for facet in Facet:
            form[facet.value].choices = _any_or(
                (c.code, _counted(c.label, counts.by_tag.get((facet, c.code), 0))) for c in codes.of(facet)
            )
        form.certainty.choices = _any_or([*Certainty.choices(), (NO_SUGGESTION, ABSTAINED)])
        form.way_in.choices = _any_or(
            (way.code, _counted(way.label, counts.by_way_in.get(way.code, 0))) for way in WAYS_IN
        )
        form.consultation.choices = _any_or((str(number), title) for number, title in consultations)
        form.personal.choices = _any_or([(WAITING, _counted(PERSONAL_WAITING, counts.personal))])
        form.sort.choices = offered(
            [("", Order.OLDEST.label), *(pair for pair in Order.choices() if pair[0] != "oldest")]
        )
        return form


def chosen_filters(asked: QueueFilter, codes: PlanCodes) -> list[tuple[str, str]]:
    """(words, address of the queue without it) for each condition."""
    words = {
        **{facet.value: codes.label(facet, code) for facet, code in asked.codes()},
        "certainty": _certainty(asked.certainty),
        "way_in": getattr(way_in(asked.way_in), "label", ""),
        "consultation": "案件" if asked.consultation else "",
        "hearing": "一つのヒアリング" if asked.hearing else "",
        "personal": PERSONAL_WAITING if asked.personal else "",
    }
    return [
        (text, url_for("staff.review.queue", **asked.without(name).arguments))
        for name, text in words.items()
        if text
    ]


def _any_or(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return offered([("", "すべて"), *pairs])


def _certainty(code: str) -> str:
    if code == NO_SUGGESTION:
        return ABSTAINED
    return f"確からしさ {Certainty.of(code).label}" if code else ""


def _counted(label: str, count: int) -> str:
    return f"{label}（{count:,}件）"
