"""What may be ticked when an opinion is reviewed: codes of the strategy in force, nothing else."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Optional

from consult import stopwatch
from consult.domain.vocabulary import Facet, Outcome
from consult.form_fields import CodesField, offered
from consult.models import Review, Tag
from consult.plan_codes import PlanCodes
from consult.review.decision import Decision, TagName
from consult.review.review_page import OtherCodes


class ReviewForm(FlaskForm):
    """`shown` are the suggestions that stood on the page, `review_seen` the review that stood there."""

    theme = CodesField("テーマ")
    package = CodesField("政策パッケージ")
    model = CodesField("重点推進モデル")
    main_theme = RadioField("主テーマ", validators=[Optional()], validate_choice=False)
    no_tag = BooleanField("該当なし")
    review_seen = HiddenField()
    shown = HiddenField()
    shown_at = HiddenField()

    def offer(self, codes: PlanCodes) -> "ReviewForm":
        """Take the plan's codes as choices."""
        for facet in Facet:
            self[facet.value].choices = offered((each.code, each.label) for each in codes.of(facet))
        self.main_theme.choices = self.theme.choices
        return self

    def fill(self, *, suggestions: list[Tag], current: Review | None) -> "ReviewForm":
        """For a first look. Only a person's own earlier decision is ticked, never a suggestion (decision 0060)."""
        confirmed = [row for row in current.decisions if row.outcome is Outcome.CONFIRMED] if current else []
        for facet in Facet:
            self[facet.value].data = [row.code for row in confirmed if row.facet is facet]
        self.main_theme.data = next((row.code for row in confirmed if row.is_main), None)
        self.no_tag.data = current is not None and not confirmed
        self.review_seen.data = str(current.id if current else 0)
        self.shown_at.data = stopwatch.started()
        self.shown.data = " ".join(f"{tag.facet.value}:{tag.code}" for tag in suggestions)
        return self

    def ticks_any(self, groups: list[OtherCodes]) -> bool:
        return any(
            code.code in (self[group.facet.value].data or []) for group in groups for code in group.codes
        )

    def decision(self) -> Decision:
        """What the person decided; call it after validation."""
        seen = self.review_seen.data or ""
        return Decision(
            confirmed=frozenset((facet, code) for facet in Facet for code in self[facet.value].data or []),
            shown=frozenset(_tag_names(self.shown.data or "")),
            main_theme=self.main_theme.data or "",
            is_none=bool(self.no_tag.data),
            review_seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
            seconds_taken=stopwatch.seconds_since(self.shown_at.data),
        )


def _tag_names(typed: str) -> list[TagName]:
    pairs = (word.split(":", 1) for word in typed.split() if ":" in word)
    known = {facet.value: facet for facet in Facet}
    return [(known[facet], code) for facet, code in pairs if facet in known]
