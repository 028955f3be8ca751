"""A place of the draft, before and after."""

from collections.abc import Iterable, Mapping

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError

from consult.domain.draft_text import shown_heading
from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import as_written
from consult.form_checks import Fits, HasInk
from consult.form_fields import offered
from consult.models import DraftSection, Revision
from consult.official_response.revisions import WrittenRevision

MAX_PLACE, MAX_TEXT = 300, 10_000


class RevisionForm(FlaskForm):
    section = SelectField("案の箇所")
    place = StringField("箇所（ことばで）", [Fits(MAX_PLACE)], filters=[as_written])
    before = TextAreaField(
        "修正前", [HasInk("修正前の文を入力してください。"), Fits(MAX_TEXT)], filters=[as_written]
    )
    after = TextAreaField(
        "修正後", [HasInk("修正後の文を入力してください。"), Fits(MAX_TEXT)], filters=[as_written]
    )
    version = HiddenField()

    @classmethod
    def new(cls, texts: Mapping[str, str], sections: Iterable[DraftSection], *, sign: str) -> "RevisionForm":
        """Of a passage that is to be changed; `sign` stands for what colleagues have changed there."""
        form = cls(**texts, version=sign)
        form._offer({each.key: each for each in sections})
        return form

    @classmethod
    def of(cls, revision: Revision | None, sections: Iterable[DraftSection]) -> "RevisionForm":
        form = cls(**({**cls.texts_of(revision), "version": str(revision.version)} if revision else {}))
        by_key = {each.key: each for each in sections}
        if revision is not None and revision.section is not None:
            # A section that a later version of the draft no longer has stays where it was said.
            by_key.setdefault(revision.section.key, revision.section)
        form._offer(by_key)
        return form

    def _offer(self, by_key: dict[str, DraftSection]) -> None:
        self.by_key = by_key
        headings = [(key, shown_heading(each.heading)) for key, each in by_key.items()]
        self.section.choices = offered([("", "選ばない（ことばで書く）"), *headings])

    @staticmethod
    def texts_of(revision: Revision) -> dict[str, str]:
        section = revision.section.key if revision.section else ""
        return {
            "section": section,
            "place": revision.place,
            "before": revision.before,
            "after": revision.after,
        }

    def texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("section", "place", "before", "after")}

    def validate_place(self, field: StringField) -> None:
        if is_blank(field.data or "") and not self.section.data:
            raise ValidationError("案の箇所を選ぶか、ことばで入力してください。")

    def validate_after(self, field: TextAreaField) -> None:
        if field.data == self.before.data and not is_blank(field.data):
            raise ValidationError("修正前と同じ文です。")

    def written(self) -> WrittenRevision:
        """Of a validated form."""
        return WrittenRevision(
            self.by_key.get(self.section.data), self.place.data.strip(), self.before.data, self.after.data
        )
