"""Rows for tests of the board, and reading its bands as a person would."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import ChosenOpinion, Opinion, Review, ThemeHeadline
from tests import factories as make
from tests.pages import Element, Page


def confirm(opinion: Opinion, *themes: str) -> Review:
    page = make.make_published_page()
    return make.make_review(opinion=opinion, confirmed={Facet.THEME: list(themes)}, published_page=page)


def confirmed_opinion(*themes: str, **fields: object) -> Opinion:
    opinion = make.make_opinion(**fields)
    confirm(opinion, *themes)
    return opinion


def put_on_board(opinion: Opinion, theme: str = "machi", position: int = 1) -> ChosenOpinion:
    page = make.make_published_page()
    row = ChosenOpinion(
        theme=theme, opinion=opinion, position=position, published_page_id=page.id, chosen_at=make.NOW
    )
    db.session.add(row)
    db.session.flush()
    return row


def published_board() -> None:
    """What the first start finds in the shipped strategy: thirteen opinions, three bands, three headlines."""
    page = make.make_published_page(title="主な意見", document="総合戦略（概要）", page=19)
    for theme, number in (("hito", 4), ("machi", 5), ("shigoto", 4)):
        db.session.add(
            ThemeHeadline(
                theme=theme, text=f"{theme}の公表見出し", published_page_id=page.id, saved_at=make.NOW
            )
        )
        for position in range(1, number + 1):
            opinion = make.make_opinion(
                published_page=page,
                position=position,
                wording=f"{theme}について公表された{position}つめの意見。暮らしと仕事の両方に関わる取組みが必要だと思う。",
            )
            make.make_review(opinion=opinion, confirmed={Facet.THEME: [theme]}, published_page=page)
            db.session.add(
                ChosenOpinion(
                    theme=theme,
                    opinion=opinion,
                    position=position,
                    published_page_id=page.id,
                    chosen_at=make.NOW,
                )
            )
    db.session.flush()


def seed(app: Flask, make_rows: Callable[[], object]) -> None:
    with app.app_context():
        make_rows()
        db.session.commit()


def band(client: FlaskClient, theme: str = "machi") -> Element:
    return Page(client.get("/staff/theme-board")).root.first("section", id=f"theme-{theme}")


def quotations(found: Element) -> list[str]:
    """The chosen wordings in their order, without 「」."""
    return [each.text.strip("「」") for each in found.all("blockquote")]
