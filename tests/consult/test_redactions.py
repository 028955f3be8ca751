"""What leaves the house: masked passages, proposals nobody has decided on, and hearings without consent are 〔非公表〕."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Consent, Facet, PassageOutcome, Role
from consult.extensions import db
from consult.models import Opinion
from tests import factories as make
from tests.consult.drafting.boards import band, confirmed_opinion, put_on_board, quotations
from tests.pages import Page

PHONE = "０９０－００００－１２３４"
WORDING = f"夜のバスがほしい。{PHONE}に電話を。"


@pytest.fixture
def drafter(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        db.session.commit()
    return staff_client(Role.DRAFTER)


def confirmed(app: Flask, *, on_board: bool = False, mask: bool = False, **fields: object) -> int:
    with app.app_context():
        opinion = confirmed_opinion("machi", **({"wording": WORDING} | fields))
        if mask:
            start = WORDING.index(PHONE)
            make.make_redaction(opinion=opinion, start=start, end=start + len(PHONE))
        if on_board:
            put_on_board(opinion)
        db.session.commit()
        return opinion.id


def choose(client: FlaskClient, opinion_id: int) -> str:
    return client.post("/staff/theme-board/machi/choose", data={"opinion_id": opinion_id}).get_data(
        as_text=True
    )


def files(client: FlaskClient, **more: str) -> dict[str, bytes]:
    """Everything in the files that leave, unpacked."""
    workbook = client.post("/staff/opinions/export", data={"file": "xlsx", **more}).data
    listed = client.post("/staff/theme-board/files", data={"file": "list.xlsx", "title": "主な意見"}).data
    return {
        "csv": client.post("/staff/opinions/export", data=more).data,
        "xlsx": unpacked(workbook),
        "board": client.post("/staff/theme-board/export").data,
        "list of the board": unpacked(listed),
    }


def unpacked(file: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("is_decided", [True, False])
def test_masked_words_are_in_no_byte_of_a_file_decided_or_only_proposed(
    app: Flask, drafter: FlaskClient, is_decided: bool
) -> None:
    """TP8."""
    confirmed(app, mask=is_decided, gist=f"夜のバス（{PHONE}）")
    for name, content in files(drafter).items():
        assert PHONE.encode() not in content, name
        assert "夜のバスがほしい。〔非公表〕に電話を。".encode() in content, name
        assert "夜のバス（〔非公表〕）".encode() in content, name


GISTS = [
    # Written otherwise than in the wording.
    ("夜のバス（090-0000-1234）", "090-0000-1234"),
    ("夜のバス（０９０　００００　１２３４）", "１２３４"),
    # Cut off in the middle of what is masked.
    ("夜のバスがほしい。０９０－００００…電話を。", "０９０－００００"),
    # Said in the gist alone.
    ("夜のバス。山田花子さん（yamada@example.jp）", "yamada@example.jp"),
]


@pytest.mark.parametrize(("gist", "hidden"), GISTS)
@pytest.mark.parametrize("is_decided", [True, False])
def test_a_gist_gives_nothing_away_that_is_masked_or_looks_personal(
    app: Flask, drafter: FlaskClient, gist: str, hidden: str, is_decided: bool
) -> None:
    """TP8: a gist is typed by hand, in any spelling."""
    opinion_id = confirmed(app, mask=is_decided, gist=gist)
    for name, content in files(drafter).items():
        assert hidden.encode() not in content, name
        assert "夜のバス".encode() in content, name
    shown = Page(drafter.get(f"/staff/review/{opinion_id}/passages"))
    assert "要旨にも、伏せる言葉か個人情報らしい言葉が入っています" in shown.text


def test_what_somebody_let_go_out_goes_out_in_the_gist_too(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        opinion = confirmed_opinion("machi", wording=WORDING, gist="夜のバス（090-0000-1234）")
        start = WORDING.index(PHONE)
        let_go = {"outcome": PassageOutcome.KEPT, "reason": None}
        make.make_redaction(opinion=opinion, start=start, end=start + len(PHONE), **let_go)
        db.session.commit()
    for name, content in files(drafter).items():
        assert "夜のバス（090-0000-1234）".encode() in content, name


def test_inside_of_the_house_the_register_leaves_as_it_was_written_and_says_so(
    app: Flask, drafter: FlaskClient
) -> None:
    confirmed(app, mask=True)
    answer = drafter.post("/staff/opinions/export", data={"text": "as_written"})
    assert PHONE.encode() in answer.data
    assert "as_written" in answer.headers["Content-Disposition"]


def test_the_board_shows_the_mark_and_says_what_waits(app: Flask, drafter: FlaskClient) -> None:
    confirmed(app, on_board=True)
    found = band(drafter)
    assert quotations(found) == ["夜のバスがほしい。〔非公表〕に電話を。"]
    assert "個人情報の確認が済んでいません" in found.text


def test_an_opinion_is_chosen_only_when_its_likely_passages_are_decided(
    app: Flask, drafter: FlaskClient
) -> None:
    opinion_id = confirmed(app)
    assert "個人情報の確認が済んでいません" in choose(drafter, opinion_id)
    assert quotations(band(drafter)) == []
    start = WORDING.index(PHONE)
    sent = {"start": start, "end": start + len(PHONE), "kind": "phone", "outcome": "kept"}
    drafter.post(f"/staff/review/{opinion_id}/passages", data=sent)
    choose(drafter, opinion_id)
    assert quotations(band(drafter)) == [WORDING]


@pytest.mark.parametrize(("consent", "is_named"), [(Consent.NAME, True), (Consent.CONTENT, False)])
def test_a_body_that_let_its_content_out_alone_is_not_named_by_its_own_words(
    app: Flask, drafter: FlaskClient, consent: Consent, is_named: bool
) -> None:
    with app.app_context():
        body = make.make_counterpart(name="株式会社かえで農園")
        hearing = make.make_hearing(counterpart=body, consent=consent)
        put_on_board(confirmed_opinion("machi", hearing=hearing, wording="はい、かえで農園の道を直して。"))
        db.session.commit()
    for name, file in files(drafter).items():
        assert "の道を直して。" in file.decode("utf-8", "ignore"), name
        assert ("、かえで農園の".encode() in file) is is_named, name
        assert ("、〔非公表〕の".encode() in file) is not is_named, name


@pytest.mark.parametrize(
    ("consent", "leaves"),
    [(Consent.NAME, True), (Consent.CONTENT, True), (Consent.NONE, False), (Consent.UNKNOWN, False)],
)
def test_what_a_body_said_leaves_only_with_its_consent(
    app: Flask, drafter: FlaskClient, consent: Consent, leaves: bool
) -> None:
    with app.app_context():
        opinion = make.make_opinion(
            hearing=make.make_hearing(consent=consent), wording="港を直して。", gist="港"
        )
        make.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
        db.session.commit()
        opinion_id = opinion.id
    for name, content in files(drafter).items():
        assert ("港".encode() in content) is leaves, name
    assert ("公表の承諾が" in choose(drafter, opinion_id)) is not leaves
    assert (quotations(band(drafter)) == ["港"]) is leaves


def test_the_published_page_keeps_its_words_until_a_person_masks_them(
    app: Flask, drafter: FlaskClient
) -> None:
    with app.app_context():
        page = make.make_published_page()
        opinion = make.make_opinion(published_page=page, wording=WORDING)
        make.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]}, published_page=page)
        db.session.commit()
        opinion_id = opinion.id
    assert PHONE in Page(app.test_client().get("/main-opinions")).text
    drafter.post(f"/staff/review/{opinion_id}/passages/words", data={"words": PHONE, "reason": "personal"})
    text = Page(app.test_client().get("/main-opinions")).text
    assert PHONE not in text and "〔非公表〕に電話を" in text


def test_the_opinion_itself_never_changes(app: Flask, drafter: FlaskClient) -> None:
    opinion_id = confirmed(app, mask=True)
    with app.app_context():
        assert db.session.get_one(Opinion, opinion_id).wording == WORDING
    assert PHONE in Page(drafter.get(f"/staff/opinions/{opinion_id}")).text
