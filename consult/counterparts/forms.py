"""What may be typed about bodies, and about the city's own lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, ValidationError

from consult.asking_form import AskingForm
from consult.counterparts.body_filter import DEFAULT_SORT, NOT_NOTED, OUTSIDE, SORTS, BodyFilter
from consult.counterparts.services import BodyFacts
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import HearingKind, Reach, Sector
from consult.edit_conflict import as_opened
from consult.form_checks import at_most, no_controls, stripped
from consult.form_fields import offered
from consult.hearing_records import UNSEEN_NAME
from consult.models import Counterpart, District, OwnSector
from consult.word_list_pages import ListEntryForm

NAME_LIMIT = 100
HEARD = {"yes": "聴いた相手方", "no": "登録だけの相手方"}
LONGEST_SEARCH = 100
WORDS = {"sector": Sector, "reach": Reach}


def _can_be_seen(_form: FlaskForm, field: Field) -> None:
    if field.data and is_blank(field.data):
        raise ValidationError(UNSEEN_NAME)


class FilterForm(AskingForm):
    """`FilterForm.read(args, …)` filters by what it can use. Behind each value: how many bodies it would leave."""

    q = StringField(
        "名称",
        [at_most(LONGEST_SEARCH)],
        filters=[stripped],
        description="前の書き方や、全角・半角の違いでも見つかります。",
    )
    sector = SelectField("区分", validate_choice=False)
    own_sector = SelectField("市の区分", validate_choice=False)
    reach = SelectField("市内・市外", validate_choice=False)
    district = SelectField("地区", validate_choice=False)
    heard = SelectField("聴いたか", validate_choice=False)
    kind = SelectField(
        "回数に数える種別",
        validate_choice=False,
        description="選ぶと、延べと最後に聴いた日を、その種別のヒアリングだけで数えます。",
    )
    sort = HiddenField()

    @classmethod
    def read(
        cls, args: "MultiDict[str, str]", own: Sequence[OwnSector], districts: Sequence[District]
    ) -> "FilterForm":
        form = cls(formdata=args, prefix="")
        form._values = {
            "sector": Sector.choices(),
            "own_sector": [*((str(each.id), each.name) for each in own), (NOT_NOTED, "記入なし")],
            "reach": Reach.choices(),
            "district": [
                *((str(each.id), each.name) for each in districts),
                (OUTSIDE, "市外"),
                (NOT_NOTED, "記入なし"),
            ],
            "heard": list(HEARD.items()),
            "kind": HearingKind.choices(),
        }
        form.offer({})
        form.validate()
        return form

    def offer(self, numbers: Mapping[str, Mapping[str, int]]) -> None:
        """Every value, with its number of bodies once that is known; values without any are left out, but not the chosen."""
        for name, values in self._values.items():
            field, counts = self[name], numbers.get(name)
            shown = [
                (code, label if counts is None else f"{label}（{counts.get(code, 0):,}）")
                for code, label in values
                if counts is None or counts.get(code) or code == field.data
            ]
            field.choices = offered([("", "すべて"), *shown])

    def filter(self) -> BodyFilter:
        """What could be read; a code that nobody knows finds nothing or is left out."""
        known = {name: self._known(name) for name in self._values}
        sort = self.sort.data or ""
        return BodyFilter(
            q="" if self.q.errors else self.q.data,
            sector=Sector.of(known["sector"]) if known["sector"] else None,
            own_sector=known["own_sector"],
            reach=Reach.of(known["reach"]) if known["reach"] else None,
            district=known["district"],
            heard=known["heard"],
            kind=HearingKind.of(known["kind"]) if known["kind"] else None,
            sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
        )

    def chosen_filters(self) -> list[tuple[str, str]]:
        """(name, words on the chip) of each filter in force."""
        words = [("q", self.q.data)] if self.q.data and not self.q.errors else []
        words += [
            (name, dict(values)[self._known(name)])
            for name, values in self._values.items()
            if self._known(name)
        ]
        return [(name, f"{self[name].label.text}：{text}") for name, text in words]

    def _known(self, name: str) -> str:
        chosen = self[name].data
        return chosen if chosen in dict(self._values[name]) else ""

    _values: dict[str, list[tuple[str, str]]]


class BodyForm(FlaskForm):
    """A body as it may be changed; what is retired is offered only to those that have it."""

    name = StringField("名称", [at_most(NAME_LIMIT), no_controls, _can_be_seen], filters=[stripped])
    sector = SelectField("区分", choices=offered(Sector.choices()))
    own_sector = SelectField("市の区分")
    reach = SelectField("市内・市外", choices=offered(Reach.choices()))
    district = SelectField("地区")
    version = HiddenField()
    opened = HiddenField()

    @classmethod
    def about(cls, body: Counterpart, own: Sequence[OwnSector], districts: Sequence[District]) -> "BodyForm":
        facts = typed_facts(body)
        form = cls(data={**facts, "version": str(body.version), "opened": as_opened(facts)})
        form.own_sector.choices = _words(own, body.own_sector_id)
        form.district.choices = _words(districts, body.district_id)
        return form

    def facts(self) -> BodyFacts:
        """What was typed, after `validate()` has passed."""
        return BodyFacts(
            name=self.name.data or "",
            sector=Sector.of(self.sector.data),
            own_sector_id=int(self.own_sector.data) if self.own_sector.data else None,
            reach=Reach.of(self.reach.data),
            district_id=int(self.district.data) if self.district.data else None,
        )


class MergeForm(FlaskForm):
    """Which of two bodies stays; the versions are those that the page showed."""

    keep = RadioField("残す相手方")
    version = HiddenField()
    other_version = HiddenField()

    @classmethod
    def between(cls, body: Counterpart, other: Counterpart, likelier: Counterpart) -> "MergeForm":
        form = cls(
            data={
                "keep": str(likelier.id),
                "version": str(body.version),
                "other_version": str(other.version),
            }
        )
        form.keep.choices = offered((str(each.id), each.shown_name) for each in (body, other))
        return form


class NewDistrictForm(ListEntryForm):
    pass


class NewOwnSectorForm(ListEntryForm):
    sector = SelectField(
        "どの区分の中か",
        choices=offered(choice for choice in Sector.choices() if choice[0] != Sector.UNKNOWN.value),
    )


def typed_facts(body: Counterpart) -> dict[str, str]:
    """A body as its form would have been filled in."""
    return {
        "name": body.name,
        "sector": body.sector.value,
        "own_sector": str(body.own_sector_id or ""),
        "reach": body.reach.value,
        "district": str(body.district_id or ""),
    }


def _words(entries: Sequence[Any], own_id: int | None):
    kept = [each for each in entries if each.retired_at is None or each.id == own_id]
    return offered([("", "記入なし"), *((str(each.id), each.name) for each in kept)])
