"""The desk of a passage: the voices behind it, before and after; a change made there stands in the result table (D5)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import LinkKind, ResponseState, Role
from consult.extensions import db
from consult.link_anchors import follow_passages
from consult.link_targets import LinkTarget, all_targets
from consult.models import Consultation, LinkDecision, OfficialResponse, Opinion, ResponseVersion, Revision
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries

BUS = "バスを一日六本にします。"
ROOF = "停留所に屋根を付けます。"
PASSAGE = "/staff/consultations/1/passages/s1/1"
CHANGE = "/staff/consultations/1/answers/passages/s1/1/change"


class Draft:
    """Case 1, the first passage of which one answered and one heard opinion lead to."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            case = make.make_consultation()
            text = make.make_draft_text(consultation=case)
            text.sections[0].body = f"{BUS}\n\n{ROOF}"
            group = make.make_answer_group(consultation=case, number=1)
            make.make_official_response(group=group, wording="")
            sent = make.make_opinion(
                submission=make.make_submission(consultation=case),
                wording="バスを八本にしてほしい。",
                answer_group_id=group.id,
            )
            heard = make.make_looked_at_opinion(wording="夕方のバスが足りない。")
            self.ids = [str(sent.id), str(heard.id)]
            self.target = LinkTarget(LinkKind.PASSAGE, case.id, "s1", 1, BUS, "第1章 移動")
            for each in (sent, heard):
                make.make_link_decision(opinion=each, target=self.target)
            db.session.commit()

    def write(self, client: FlaskClient, **fields: object) -> object:
        page = Page(client.get(CHANGE))
        sent = {name: page.hidden("version") for name in ("version",)}
        texts = {"section": "s1", "place": "1番目の段落", "before": BUS, "after": "バスを一日八本にします。"}
        return client.post(CHANGE, data={**sent, **texts, "opinion": self.ids, **fields})

    def links(self) -> list[tuple[int, int | None]]:
        with self.app.app_context():
            rows = db.session.scalars(select(LinkDecision).order_by(LinkDecision.id))
            return [(row.passage, row.revision_id) for row in rows]


@pytest.fixture
def draft(app: Flask) -> Draft:
    return Draft(app)


@pytest.fixture
def drafter(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER)


def test_a_passage_shows_its_voices_and_the_list_counts_them(draft: Draft, drafter: FlaskClient) -> None:
    page = Page(drafter.get(PASSAGE)).main.text
    assert "バスを八本にしてほしい" in page and "夕方のバスが足りない" in page and "回答1" in page
    rows = Page(drafter.get("/staff/consultations/1/passages")).rows()
    assert [row[1:] for row in rows if BUS in row[0]] == [["2件", "0件", "0か所"]]
    silent = Page(drafter.get("/staff/consultations/1/passages?show=silent")).main.text
    assert ROOF in silent and BUS not in silent
    exported = drafter.post("/staff/consultations/1/passages/export", data={"file": "csv"}).get_data(
        as_text=True
    )
    assert BUS in exported


def test_a_passage_with_suggestions_alone_is_not_called_silent(
    app: Flask, draft: Draft, drafter: FlaskClient
) -> None:
    roof = replace(draft.target, passage=2, text=ROOF)
    with app.app_context():
        make.make_link_suggestion(opinion=make.make_looked_at_opinion(wording="屋根がほしい"), target=roof)
        db.session.commit()
    listed = {
        shown: Page(drafter.get(f"/staff/consultations/1/passages?show={shown}")).main.text
        for shown in ("voices", "silent")
    }
    assert ROOF in listed["voices"] and ROOF not in listed["silent"]


def test_a_change_because_of_an_opinion_stands_in_the_answer_by_itself(
    draft: Draft, drafter: FlaskClient
) -> None:
    form = Page(drafter.get(CHANGE))
    assert form.value("修正前") == BUS and form.value("修正後") == BUS
    assert draft.write(drafter).status_code == 303  # type: ignore[attr-defined]
    page = Page(drafter.get(PASSAGE)).main.text
    assert "［削除］六" in page and "結果の表：回答1" in page and "修正のもとになりました" in page
    with draft.app.app_context():
        (kept,) = db.session.scalars(select(ResponseVersion.content)).one()["revisions"]
    assert (kept["key"], kept["after"]) == ("s1", "バスを一日八本にします。")
    assert [revision for _, revision in draft.links()] == [1, 1]


def test_only_the_ticked_opinions_are_the_cause(draft: Draft, drafter: FlaskClient) -> None:
    draft.write(drafter, opinion=draft.ids[1:])
    page = Page(drafter.get(PASSAGE)).main.text
    assert "まだどの回答にも入っていません" in page
    assert [revision for _, revision in draft.links()] == [None, 1]


def test_two_drafters_who_change_one_passage_see_both_texts(
    draft: Draft, drafter: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    opened = Page(drafter.get(CHANGE)).hidden("version")
    colleague = staff_client(Role.OFFICIAL)
    draft.write(colleague, after="バスを一日十本にします。")
    answer = draft.write(drafter, version=opened)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    page = Page(answer)
    assert "バスを一日十本にします。" in page.main.text and page.value("修正後") == "バスを一日八本にします。"
    with draft.app.app_context():
        assert len(db.session.scalars(select(Revision)).all()) == 1
    assert draft.write(drafter, version=page.hidden("version")).status_code == 303  # type: ignore[attr-defined]


def test_an_approved_answer_does_not_change_under_the_approver(draft: Draft, drafter: FlaskClient) -> None:
    with draft.app.app_context():
        db.session.scalars(select(OfficialResponse)).one().state = ResponseState.APPROVED
        db.session.commit()
    answer = draft.write(drafter)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert Page(answer).value("修正後") == "バスを一日八本にします。"
    assert [revision for _, revision in draft.links()] == [None, None]


def test_an_opinion_that_is_grouped_later_gets_the_change_with_one_press(
    draft: Draft, drafter: FlaskClient
) -> None:
    with draft.app.app_context():
        opinion = db.session.get_one(Opinion, int(draft.ids[0]))
        group_id, opinion.answer_group_id = opinion.answer_group_id, None
        db.session.commit()
    draft.write(drafter)
    with draft.app.app_context():
        db.session.get_one(Opinion, int(draft.ids[0])).answer_group_id = group_id
        db.session.commit()
    assert "回答1にも結ぶ" in Page(drafter.get(PASSAGE)).buttons
    drafter.post("/staff/consultations/1/answers/1/revisions/link", data={"revision": "1"})
    assert "結果の表：回答1" in Page(drafter.get(PASSAGE)).main.text


def test_links_follow_their_passage_into_a_new_version(draft: Draft) -> None:
    with draft.app.app_context():
        case = db.session.get_one(Consultation, 1)
        newer = make.make_draft_text(consultation=case, number=2, released_at=None)
        newer.sections[0].body = f"{ROOF}\n\n停車場を直します。\n\n{BUS}"
        db.session.commit()
        assert follow_passages(all_targets([1])) == 2
        db.session.commit()
        assert follow_passages(all_targets([1])) == 0
    assert [passage for passage, _ in draft.links()] == [3, 3]


@pytest.mark.parametrize("place", ["s9/1", "s1/99", "x/1"])
def test_a_passage_that_does_not_exist_is_not_found(draft: Draft, drafter: FlaskClient, place: str) -> None:
    assert drafter.get(f"/staff/consultations/1/passages/{place}").status_code == 404
    assert drafter.get(f"/staff/consultations/1/answers/passages/{place}/change").status_code == 404


@pytest.mark.parametrize("place", ["9/passages/s1/1", "1/passages/s9/1", "1/passages/s1/99"])
def test_nothing_is_decided_through_a_passage_that_does_not_exist(
    draft: Draft, drafter: FlaskClient, place: str
) -> None:
    act = {"do": f"reject|{draft.ids[0]}|{draft.target.value}|1"}
    assert drafter.post(f"/staff/consultations/{place}", data=act).status_code == 404


def test_the_page_of_a_passage_decides_on_that_passage_alone(draft: Draft, drafter: FlaskClient) -> None:
    act = {"do": f"confirm|{draft.ids[0]}|{replace(draft.target, passage=2).value}"}
    assert drafter.post(PASSAGE, data=act).status_code == 400
    assert [passage for passage, _ in draft.links()] == [1, 1]
    assert (
        drafter.post(PASSAGE, data={"do": f"undo|{draft.ids[0]}|{draft.target.value}|1"}).status_code == 303
    )


def test_more_voices_ask_no_more_queries(draft: Draft, drafter: FlaskClient) -> None:
    addresses = (PASSAGE, CHANGE, "/staff/consultations/1/passages")
    with counted_queries() as few:
        for address in addresses:
            drafter.get(address)
    with draft.app.app_context():
        for n in range(10):
            opinion = make.make_looked_at_opinion(wording=f"{n}本のバスがほしい。")
            make.make_link_decision(opinion=opinion, target=draft.target)
        db.session.commit()
    with counted_queries() as many:
        for address in addresses:
            drafter.get(address)
    assert len(many) == len(few)
