"""Beside each choice stands how many opinions the list would hold with it, whatever else is chosen."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from consult.domain.vocabulary import Channel, Consent, Facet, HearingKind, LinkKind, Role, Sector
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import PolicyPackage
from consult.opinion_filter_page import number_of_opinions, usable_filter
from consult.plan_codes import plan_codes
from tests import factories as make
from tests.consult.opinions.test_register import total
from tests.pages import Page
from tests.query_counting import counted_queries

SignIn = Callable[..., FlaskClient]
COUNTED = (
    *(
        "theme",
        "package",
        "model",
        "measure",
        "channel",
        "origin",
        "sector",
        "district",
        "consent",
        "reviewer",
    ),
    *("consultation", "dated"),
)
ASKED = (
    "",
    "q=バス",
    "q=-バス",
    "theme=machi",
    "theme=machi&state=confirmed",
    "theme=machi&state=suggested",
    "state=untagged",
    "package=A&channel=external",
    "sector=industry&consent=none",
    "channel=form&q=バス",
    "since=R8.11.11",
    "theme=machi&package=A&channel=external",
    "theme=machi&sector=industry&state=suggested&q=バス",
    "reviewer=1&theme=machi&consent=none",
    "consultation=1&channel=post&q=-バス",
    "state=untagged&theme=machi&package=A",
    "theme=none",
    "theme=none&measure=none&state=unreviewed",
    "measure=1&theme=machi",
    "dated=no&package=none",
    "channel=citizens&district=none",
    "origin=hearing&measure=1",
)


@pytest.fixture
def client(app: Flask, staff_client: SignIn) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        package = db.session.scalars(select(PolicyPackage)).first()
        roads, _parks = (make.make_measure(package=package) for _ in range(2))
        person = make.make_staff_member(name="架空 確認子")
        heard = make.make_hearing(
            counterpart=make.make_counterpart(sector=Sector.INDUSTRY), consent=Consent.NONE
        )
        told = make.make_hearing(kind=HearingKind.INTERNAL, consent=Consent.NAME)
        sent = make.make_submission(channel=Channel.POST)
        for number, source in enumerate(({"hearing": heard}, {"hearing": told}, {"submission": sent}) * 4):
            words = "バスがない" if number % 2 else "公園がほしい"
            opinion = make.make_opinion(wording=f"{words}その{number}", **source)
            if number % 3 == 0:
                confirmed = {Facet.THEME: ["machi", "hito"][: number % 2 + 1], Facet.PACKAGE: ["A"]}
                make.make_review(opinion=opinion, by=person, confirmed=confirmed)
                make.make_link_decision(opinion=opinion, target=LinkTarget(LinkKind.MEASURE, roads.id))
            elif number % 4 == 0:
                make.make_review(opinion=opinion, by=person, confirmed={})
            else:
                make.make_tag(opinion=opinion)
        make.make_opinion(published_page=make.make_published_page(), wording="資料に載ったバス")
        member = make.make_submission(channel=Channel.COMMITTEE)
        make.make_opinion(submission=member, wording="委員のバス")
        db.session.commit()
    return staff_client(Role.OFFICIAL)


def offered(client: FlaskClient, query: str) -> dict[tuple[str, str], int]:
    """(field, code) to the number that stands beside the choice."""
    page = Page(client.get(f"/staff/opinions?{query}"))
    counts = {}
    for name in COUNTED:
        for option in page.root.first("select", name=name).all("option"):
            if code := option.attributes.get("value"):
                shown = re.search(r"（([\d,]+)件）$", option.text)
                assert shown, option.text
                counts[name, code] = int(shown.group(1))
    return counts


@pytest.mark.parametrize("query", ASKED)
def test_the_number_beside_a_choice_is_the_length_of_its_list(
    app: Flask, client: FlaskClient, query: str
) -> None:
    kept = [part for part in query.split("&") if part]
    counts = offered(client, query)
    assert len({name for name, _ in counts}) == len(COUNTED)
    with app.test_request_context():
        codes = plan_codes()
        for (name, code), number in counts.items():
            others = [part for part in kept if not part.startswith(f"{name}=")]
            sent = MultiDict(parse_qsl("&".join([*others, f"{name}={code}"])))
            assert number_of_opinions(usable_filter(sent, codes)) == number, (query, name, code)


def test_chips_name_the_choice_without_its_number(client: FlaskClient) -> None:
    page = Page(client.get("/staff/opinions?sector=industry&consent=none&reviewer=1&q=バス"))
    chips = [link.text for link in page.root.all("a") if "filter-chip" in link.attributes.get("class", "")]
    assert any(chip.startswith("相手方の区分：産") for chip in chips), chips
    assert not any("件）" in chip for chip in chips)


def test_more_opinions_ask_no_more_queries(app: Flask, client: FlaskClient) -> None:
    def asked() -> int:
        with counted_queries() as queries:
            assert client.get("/staff/opinions?q=バス&theme=machi").status_code == 200
        return len(queries)

    before = asked()
    with app.app_context():
        for number in range(30):
            make.make_tag(opinion=make.make_opinion(wording=f"バスを待つ{number}"))
        db.session.commit()
    assert asked() == before


@pytest.mark.parametrize("query", ["sector=nothing", "consent=%27", "reviewer=x", "reviewer=999999999999"])
def test_a_choice_that_does_not_exist_narrows_nothing_and_breaks_nothing(
    client: FlaskClient, query: str
) -> None:
    assert client.get(f"/staff/opinions?{query}").status_code == 200
    assert total(client, query) == "14件の意見"
