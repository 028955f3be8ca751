"""The pages of one consultation's road, from its notice to its results: the second row of links on each of them."""

from flask import Flask, request
from flask_login import current_user

from consult.access import allowed_roles
from consult.layout_context import FrameLink, address_of

# In the order of the work. A stage that adds a page adds its line here; its view takes `consultation_id`.
CASE_PATH = (
    ("staff.consultations.show", "案件"),
    ("staff.draft_texts.index", "案の文章"),
    ("staff.intake.index", "届いた提出"),
    ("staff.sorting.index", "意見の整理"),
    ("staff.summary.index", "意見をまとめる"),
    ("staff.official_response.index", "回答の表"),
    ("staff.passages.passage_list", "案と意見"),
    ("staff.publication.show", "結果公表"),
)


def bind(app: Flask) -> None:
    app.jinja_env.globals["case_links"] = case_links


def case_links(consultation_id: int) -> list[FrameLink]:
    """Those that the person who is signed in may open."""
    roles = frozenset(current_user.granted_roles)
    return [
        FrameLink(
            text,
            address_of(endpoint, consultation_id=consultation_id),
            _stage(endpoint) == _stage(request.endpoint),
        )
        for endpoint, text in CASE_PATH
        if allowed_roles(endpoint) & roles
    ]


def _stage(endpoint: str | None) -> str:
    return (endpoint or "").rpartition(".")[0]
