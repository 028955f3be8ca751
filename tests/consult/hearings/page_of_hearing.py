"""Logs a hearing as a browser without scripts would: sends back every field of the page, and one button."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Element, Page

FACTS = {
    "held_on": "R2.1.15",
    "kind": "external",
    "counterpart": "架空町内会",
    "sector": "citizens",
}
NOTES = "・バスの本数を増やしてほしい。\n・子どもの遊び場が足りない。"


def fields_of(page: Page, form: Element | None = None) -> dict[str, str]:
    """Everything a browser would send with a form (the page's main form), buttons aside."""
    form = form or page.root.first("form", id="hearing-form")
    sent = {}
    for each in form.all("input", "textarea", "select"):
        name = each.attributes.get("name")
        if name:
            sent[name] = _value(each)
    return sent


def _value(each: Element) -> str:
    if each.name == "textarea":
        return (
            "".join(child for child in each.children if isinstance(child, str))
            .removeprefix("\r")
            .removeprefix("\n")
        )
    if each.name == "select":
        options = each.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options
        return chosen[0].attributes.get("value", "")
    return each.attributes.get("value", "")


def press(client: FlaskClient, page: Page, act: str, **typed: str) -> TestResponse:
    """Type into fields and press a button of the page."""
    form = page.root.first("form", id="hearing-form")
    return client.post(form.attributes["action"], data={**fields_of(page), **typed, "act": act})


def cut_page(client: FlaskClient, **typed: str) -> Page:
    """The page after facts and notes were typed and 「意見に分ける」 was pressed."""
    first = Page(client.get("/staff/hearings/new"))
    answer = press(client, first, "cut", **{**FACTS, "notes": NOTES, **typed})
    assert answer.status_code == 200, Page(answer).errors
    return Page(answer)


def cards(page: Page) -> list[str]:
    """The cards' headings: 意見1, 意見にしない, …"""
    return [
        card.first("h3").text.removesuffix(" メモの場所")
        for card in page.root.first("ol", class_="claims").all("li")
    ]
