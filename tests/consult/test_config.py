"""TS10, TS4, TS9, TP12: secrets, cookies and what production refuses."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from consult import config, create_app
from consult.accounts import services
from consult.config import KNOWN_SAMPLES, Settings, _kept_secret
from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.pages import Page, csrf_token

SECRET = "k" * 16 + "0123456789abcdef"
HOST = "iken.example.jp"
SITE = f"https://{HOST}"


@pytest.fixture(autouse=True)
def _no_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Production refuses a rehearsal clock, also the one that the tests may be run with."""
    monkeypatch.delenv("CONSULT_NOW", raising=False)


def production(folder: Path, **changed: str) -> Flask:
    values = {"env": "production", "secret_key": SECRET, "base_url": SITE} | changed
    app = create_app(Settings(data_dir=folder, **values))
    app.testing = True
    return app


def sign_in(client: FlaskClient, email: str, password: str = factories.PASSWORD) -> object:
    page = client.get("/staff/sign-in", base_url=SITE)
    form = {"email": email, "password": password, "csrf_token": csrf_token(page)}
    return client.post(
        "/staff/sign-in", data=form, base_url=SITE, headers={"Referer": f"{SITE}/staff/sign-in"}
    )


def make_member(app: Flask, **fields: object) -> str:
    with app.app_context():
        email = factories.make_staff_member(roles=[Role.OFFICIAL], **fields).email
        db.session.commit()
        return email


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    keys = [create_app(Settings(data_dir=tmp_path / name)).config["SECRET_KEY"] for name in ("a", "a", "b")]
    assert keys[0] == keys[1] != keys[2]
    assert len(keys[0]) >= 43
    assert stat.S_IMODE((tmp_path / "a" / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: _kept_secret(tmp_path / "new" / "secret_key"), range(8)))
    assert len(set(keys)) == 1


def test_a_cut_key_file_is_refused_and_an_open_one_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config.time, "sleep", lambda _seconds: None)
    (tmp_path / "secret_key").write_text("cut")
    with pytest.raises(ValueError, match="holds no key"):
        create_app(Settings(data_dir=tmp_path))
    (tmp_path / "secret_key").write_text(SECRET)
    (tmp_path / "secret_key").chmod(0o644)
    assert create_app(Settings(data_dir=tmp_path)).config["SECRET_KEY"] == SECRET
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("sample", [*sorted(KNOWN_SAMPLES), "secret", "dev", "k7" * 15 + "x", "ab" * 40])
def test_a_known_sample_or_a_short_key_is_refused(tmp_path: Path, sample: str) -> None:
    with pytest.raises(ValidationError, match="CONSULT_SECRET_KEY"):
        Settings(data_dir=tmp_path, secret_key=sample)


@pytest.mark.parametrize(
    "missing", [{"secret_key": ""}, {"base_url": ""}, {"base_url": "http://iken.example.jp"}, {"now": "+1h"}]
)
def test_production_refuses_to_start_incomplete(tmp_path: Path, missing: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        production(tmp_path, **missing)


def test_a_refusal_does_not_repeat_the_key(tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refusal:
        production(tmp_path, base_url="", secret_key=SECRET)
    assert SECRET not in str(refusal.value)


def test_cookies_of_production_are_bound_to_the_host_and_to_https(data_folder: Path) -> None:
    app = production(data_folder)
    client = app.test_client()
    answer = sign_in(client, make_member(app))
    cookies = {c.split("=")[0]: c for c in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-consult", "__Host-consult-device"}
    for name, cookie in cookies.items():
        attributes = [part.strip() for part in cookie.split(";")[1:]]
        assert {"Secure", "HttpOnly", "Path=/"} <= set(attributes), name
        assert any(part in ("SameSite=Lax", "SameSite=Strict") for part in attributes), name
        assert not any(part.startswith("Domain") for part in attributes), name
    assert client.get("/staff", base_url=SITE).status_code == 200


def test_the_session_cookie_ends_with_the_browser(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    cookie = staff_client(Role.OFFICIAL).get_cookie("consult")
    assert cookie is not None
    assert cookie.expires is None
    assert cookie.max_age is None
    assert cookie.http_only


def test_a_new_key_signs_staff_out_and_leaves_their_passwords_valid(data_folder: Path) -> None:
    before = production(data_folder)
    email = make_member(before)
    old = before.test_client()
    sign_in(old, email)
    after = production(data_folder, secret_key="another-key-0123456789-0123456789")
    client = after.test_client()
    for name in ("__Host-consult", "__Host-consult-device"):
        cookie = old.get_cookie(name, domain=HOST)
        assert cookie is not None
        client.set_cookie(name, cookie.value, domain=HOST)
    assert client.get("/staff", base_url=SITE).status_code == 302
    assert sign_in(after.test_client(), email).status_code == 303


def test_a_host_that_is_not_ours_is_refused(data_folder: Path) -> None:
    client = production(data_folder).test_client()
    for address in ("/", "/staff", "/no-such-page"):
        answer = client.get(address, base_url="https://elsewhere.example")
        assert answer.status_code == 400
        assert Page(answer).heading
    assert client.get("/", base_url=SITE).status_code == 200


def test_forms_are_taken_from_the_configured_address_and_names_alone(data_folder: Path) -> None:
    """TS1, also behind a proxy that passes on its own name of the machine as Host."""
    client = production(data_folder, allowed_hosts=f"www.{HOST}, 127.0.0.1").test_client()
    heard = {
        SITE: True,
        f"https://www.{HOST}": True,
        "https://127.0.0.1:8000": True,
        f"http://{HOST}": False,
        f"{SITE}:8443": False,
        "https://localhost": False,
        "https://elsewhere.example": False,
    }
    for origin, is_ours in heard.items():
        answer = client.post("/receipt", base_url="http://127.0.0.1:8000", headers={"Origin": origin})
        assert (answer.status_code != 403) == is_ours, origin


def test_a_link_for_a_password_names_the_configured_site_whatever_the_request_says(data_folder: Path) -> None:
    app = production(data_folder, allowed_hosts="iken.example.jp,inside.example.jp")
    with app.app_context():
        admin = factories.make_staff_member(roles=[Role.ADMIN])
        email, number = admin.email, admin.id
        db.session.commit()
    client = app.test_client()
    sign_in(client, email)
    token = csrf_token(client.get("/staff/password", base_url=SITE))
    answer = client.post(
        f"/staff/accounts/{number}/link",
        data={"csrf_token": token},
        base_url=SITE,
        headers={
            "Referer": SITE,
            "X-Forwarded-Host": "elsewhere.example",
            "Forwarded": "host=elsewhere.example",
        },
    )
    assert Page(answer).value("職員").startswith(f"{SITE}/staff/set-password/")


def test_passwords_tokens_and_addresses_are_in_no_log(
    data_folder: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """TP11."""
    caplog.set_level("DEBUG")
    app = production(data_folder)
    with app.app_context():
        first = services.ensure_first_administrator()
        assert first is not None
        db.session.commit()
    client = app.test_client()
    sign_in(client, first.email, "a-wrong-password-typed")
    sign_in(client, first.email, first.password)
    said = caplog.text + "".join(capsys.readouterr())
    for secret in (first.password, "a-wrong-password-typed", first.email, SECRET):
        assert secret not in said


MAIL = {"mail_host": "smtp.example.jp", "mail_from": "madoguchi@example.jp"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"mail_from": ""}, "CONSULT_MAIL_FROM"),
        ({"mail_from": "a@example.jp\nBcc: b@example.jp"}, "CONSULT_MAIL_FROM"),
        ({"mail_tls": "ssl"}, "CONSULT_MAIL_TLS"),
        ({"mail_tls": "none", "mail_user": "u", "mail_password": "p"}, "in the open"),
    ],
)
def test_mail_that_could_not_go_out_safely_is_refused_at_the_start(
    data_folder: Path, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Settings(data_dir=data_folder, **(MAIL | wrong))


def test_a_site_without_a_mail_server_sends_none_and_no_password_is_printed(data_folder: Path) -> None:
    assert Settings(data_dir=data_folder).mail_server is None
    server = Settings(data_dir=data_folder, **MAIL, mail_user="u", mail_password="sesame-open").mail_server
    assert server is not None and (server.port, server.tls) == (587, "starttls")
    assert "sesame" not in repr(server)
