"""How every page of words opens: what its address asks, its own form beside the filter of opinions, and what all of them show."""

from dataclasses import dataclass
from typing import Any, Generic

from flask import render_template

from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_page import FilterPage, filter_page
from consult.paging import page_number
from consult.plan_codes import PlanCodes, plan_codes
from consult.search import kept_words
from consult.word_tables.asked import AnyAsked
from consult.word_tables.forms import WordsForm


@dataclass(frozen=True)
class Opened(Generic[AnyAsked]):
    """`number`: which page of its list."""

    view: str
    own: WordsForm[AnyAsked]
    asking: FilterPage
    asked: AnyAsked
    codes: PlanCodes
    number: int

    def shown(self, **rest: Any) -> tuple[str, int]:
        """The page of this view, and its status."""
        text = render_template(
            f"staff/word_tables/{self.view}.html",
            own=self.own,
            asking=self.asking,
            asked=self.asked,
            of_filter=self.asked.shared_args(),
            **rest,
        )
        return text, 422 if self.own.errors else self.asking.status


def opened(kind: type[WordsForm[AnyAsked]], view: str) -> Opened[AnyAsked]:
    """A filter that is taken away leaves what the page's own form asks."""
    sent, codes = kept_words.arguments(), plan_codes()
    own = kind.read(sent)
    further = own.asked(OpinionFilter()).own_args()
    asking = filter_page(sent, codes, endpoint=f".{view}", further=further)
    return Opened(view, own, asking, own.asked(asking.asked), codes, page_number(sent.get("page")))
