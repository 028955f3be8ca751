"""What the register lists at an address, asked of its filter alone: making and reading its page takes twenty times as long.

Who opens many figures asks here of each, and opens one of them as a person would.
"""

from flask import Flask, request

from consult.opinion_filter_page import number_of_opinions, usable_filter
from consult.plan_codes import plan_codes
from consult.search import kept_words


def number_listed_at(app: Flask, href: str) -> int:
    """How many opinions; an address that is not the register's, or that it cannot read whole, is a fault."""
    with app.test_request_context(href):
        assert request.endpoint == "staff.opinions.index", href
        return number_of_opinions(usable_filter(kept_words.arguments(), plan_codes()))
