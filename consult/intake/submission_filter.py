"""The filters of a case's submissions. They travel in the address; what was searched for travels as its sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from consult.asking_form import AskingForm
from consult.domain.vocabulary import Channel
from consult.form_fields import labels_offered, offered
from consult.models import Opinion, Submission
from consult.search.finding import Search, search_for

LONGEST_SEARCH = 1_000
NEWEST_FIRST = "-received"
STATES = {
    "counted": "期限内に受け付けた",
    "late": "期限後",
    "withdrawn": "取り下げ",
    "set_aside": "受付対象としなかった",
    "signals": "送信のしかたを確かめる",
}
STANDS = and_(Submission.withdrawn_at.is_(None), Submission.set_aside_at.is_(None))
IN_STATE: Mapping[str, ColumnElement[bool]] = {
    "counted": and_(STANDS, Submission.is_late.is_(False)),
    "late": and_(STANDS, Submission.is_late.is_(True)),
    "withdrawn": Submission.withdrawn_at.is_not(None),
    "set_aside": and_(Submission.withdrawn_at.is_(None), Submission.set_aside_at.is_not(None)),
    "signals": and_(func.json_array_length(Submission.signals) > 0, Submission.signals_seen_at.is_(None)),
}
# How many of its opinions stand where it was sent: neither taken back nor cut into others.
NUMBER_OF_OPINIONS = (
    select(func.count(Opinion.id))
    .where(
        Opinion.submission_id == Submission.id,
        Opinion.withdrawn_at.is_(None),
        Opinion.superseded_at.is_(None),
    )
    .correlate(Submission)
    .scalar_subquery()
)
SORTS: Mapping[str, Any] = {
    "received": Submission.received_at,
    "channel": Submission.channel,
    "opinions": NUMBER_OF_OPINIONS,
}


@dataclass(frozen=True)
class SubmissionFilter:
    """An empty field asks for nothing."""

    consultation_id: int
    channel: str = ""
    state: str = ""
    q: str = ""
    sort: str = ""

    def as_args(self) -> dict[str, Any]:
        """The address's arguments that ask for the same list."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        args = {name: value for name, value in given.items() if value}
        if self.order == NEWEST_FIRST:
            args.pop("sort", None)
        return args

    @property
    def order(self) -> str:
        return self.sort or NEWEST_FIRST

    def sorted_by(self, name: str) -> "SubmissionFilter":
        """The same list by another column; a second press turns the order round."""
        return replace(self, sort=f"-{name}" if self.order == name else name)

    @cached_property
    def search(self) -> Search:
        return search_for(self.q)

    def conditions(self, *, leave_out: str = "") -> Iterator[ColumnElement[bool]]:
        yield Submission.consultation_id == self.consultation_id
        if self.channel and leave_out != "channel":
            yield Submission.channel == Channel.of(self.channel)
        if self.state and leave_out != "state":
            yield IN_STATE[self.state]
        if self.q:
            found = select(Opinion.submission_id).where(
                self.search.in_opinions(), Opinion.submission_id.is_not(None)
            )
            yield Submission.id.in_(found)

    def ordered(self, statement: Select[Any]) -> Select[Any]:
        column = SORTS[self.order.removeprefix("-")]
        if self.order.startswith("-"):
            return statement.order_by(column.desc(), Submission.id.desc())
        return statement.order_by(column, Submission.id)


class FilterForm(AskingForm):
    """Keeps what it cannot use on screen with its reason, and filters by the rest."""

    q = StringField(
        "ことば（意見の原文）",
        [Length(max=LONGEST_SEARCH, message=f"{LONGEST_SEARCH:,}字以内で入力してください。")],
        description="提出者の名前では探せません。",
    )
    channel = SelectField("提出方法", validate_choice=False)
    state = SelectField("扱い", validate_choice=False)
    sort = HiddenField()

    @classmethod
    def read(cls, args: "MultiDict[str, str]") -> "FilterForm":
        form = cls(formdata=args)
        # Of this form alone: the labels will say how many.
        form.channel.choices = offered([("", "すべて"), *Channel.choices()])
        form.state.choices = offered([("", "すべて"), *STATES.items()])
        form.validate()
        return form

    def filter(self, consultation_id: int) -> SubmissionFilter:
        sort = self.sort.data or ""
        return SubmissionFilter(
            consultation_id=consultation_id,
            channel=self._known(self.channel),
            state=self._known(self.state),
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            sort=sort if sort.removeprefix("-") in SORTS else "",
        )

    def in_force(self, asked: SubmissionFilter) -> list[tuple[str, str]]:
        """(name, words on the chip) of each filter in force."""
        pairs = ((name, getattr(asked, name)) for name in ("q", "channel", "state"))
        return [
            (name, f"{self[name].label.text}：{self._shown(name, value)}") for name, value in pairs if value
        ]

    def say_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Beside each choice: how many submissions the list would hold with it."""
        for name, of_field in counts.items():
            for choice in self[name].choices:
                if choice.value:
                    choice.label = f"{choice.label}（{of_field.get(choice.value, 0):,}通）"

    def _shown(self, name: str, value: str) -> str:
        return value if name == "q" else labels_offered(self[name]).get(value, value)

    @staticmethod
    def _known(field: SelectField) -> str:
        return field.data if field.data in labels_offered(field) else ""
