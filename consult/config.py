"""Every setting, typed and named. Refuses to start when what production needs is missing."""

import ipaddress
import os
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from consult.domain.mail_address import mailable

ROOT = Path(__file__).resolve().parent.parent
# Stands in a data folder that holds invented data; every page then says so.
DEMO_MARK = "demo.txt"
MAX_BODY_BYTES = 32 * 1024 * 1024
# All that is typed in one form; files do not count. The longest honest forms (fifty full opinions, a hearing's notes
# with their cut) stay below. Decoding takes ninety times the bytes: a body of 31 MB took 2.8 GB (TX12).
MAX_TYPED_BYTES = 2 * 1024 * 1024
SHORTEST_SECRET = 32
# Keys that stand in public documentation (Flask's quick start, Django's and Rails' templates) and in many copies of it.
KNOWN_SAMPLES = {
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    "this-is-a-secret-key-change-it-please",
    "your-secret-key-here-change-in-production",
    "change-me-change-me-change-me-change-me",
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz012345",
}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. The password stands in no repr, which logs and traces print."""

    host: str
    port: int
    sender: str
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)


class Settings(BaseSettings):
    """CONSULT_* of the environment, as `product.md` names them for the outside."""

    # A refusal to start must not print the secret key (TS10).
    model_config = SettingsConfigDict(env_prefix="CONSULT_", extra="ignore", hide_input_in_errors=True)

    data_dir: Path = ROOT / "instance"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = ""
    allowed_hosts: str = ""
    env: str = ""
    secret_key: str = ""
    now: str = ""
    # Without a host this site sends no mail, and no form offers any.
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_from: str = ""
    mail_user: str = ""
    mail_password: str = ""
    mail_tls: str = "starttls"

    @field_validator("env")
    @classmethod
    def _known_env(cls, value: str) -> str:
        if value not in ("", "development", "production"):
            raise ValueError("CONSULT_ENV is development or production")
        return value

    @model_validator(mode="after")
    def _complete_for_its_environment(self) -> "Settings":
        self.env = self.env or ("development" if _is_loopback(self.host) else "production")
        if self.env == "development" and not _is_loopback(self.host):
            raise ValueError("development listens on loopback only; set CONSULT_ENV=production (TP12)")
        if self.secret_key and _is_no_secret(self.secret_key):
            raise ValueError("CONSULT_SECRET_KEY is a known sample or shorter than 32 characters (TS10)")
        if self.is_production:
            self._refuse_incomplete_production()
        if self.mail_host:
            self._refuse_incomplete_mail()
        return self

    def _refuse_incomplete_mail(self) -> None:
        if not mailable(self.mail_from):
            raise ValueError("CONSULT_MAIL_HOST needs CONSULT_MAIL_FROM, one plain address")
        if self.mail_tls not in ("starttls", "tls", "none"):
            raise ValueError("CONSULT_MAIL_TLS is starttls, tls or none")
        if self.mail_user and self.mail_tls == "none" and not _is_loopback(self.mail_host):
            raise ValueError("CONSULT_MAIL_TLS=none would send CONSULT_MAIL_PASSWORD in the open")

    @property
    def mail_server(self) -> MailServer | None:
        if not self.mail_host:
            return None
        return MailServer(
            self.mail_host,
            self.mail_port,
            mailable(self.mail_from),
            self.mail_tls,
            self.mail_user,
            self.mail_password,
        )

    def _refuse_incomplete_production(self) -> None:
        if not self.secret_key:
            raise ValueError("production needs CONSULT_SECRET_KEY")
        if not self.base_url.startswith("https://"):
            raise ValueError("production needs CONSULT_BASE_URL, beginning with https:// (secure cookies)")
        if self.now:
            raise ValueError("CONSULT_NOW is a rehearsal clock and is refused in production")

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def rehearsal_now(self) -> datetime | timedelta | None:
        """CONSULT_NOW: an ISO 8601 moment (with offset), or `+90s` / `-2d` from the real clock."""
        return read_rehearsal(self.now) if self.now else None

    @property
    def host_names(self) -> list[str]:
        """Host headers that are answered (TS9)."""
        named = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        own = self.base_url.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0]
        return named or [name for name in (own, self.host, "127.0.0.1", "localhost", "[::1]") if name]

    @property
    def address(self) -> str:
        """Where people reach the site."""
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def own_origins(self) -> list[str]:
        """Whose pages may send forms, whatever Host a proxy passes on (TS1): the address, and each name that was set."""
        named = (name.strip() for name in self.allowed_hosts.split(","))
        return [self.address, *(f"https://{name}" for name in named if name)]


def read_rehearsal(text: str) -> datetime | timedelta:
    """Raises ValueError when `text` is neither an offset nor a moment with its timezone."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    if text[0] in "+-" and text[-1] in units:
        return timedelta(**{units[text[-1]]: float(text[:-1])})
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("CONSULT_NOW needs a timezone, as in 2026-03-31T23:59:59+09:00")
    return moment


def flask_settings(settings: Settings) -> dict[str, Any]:
    """What Flask and its extensions read."""
    data_dir = settings.data_dir.resolve()
    secure = settings.is_production
    return {
        "DATA_DIR": data_dir,
        "SECRET_KEY": settings.secret_key or _kept_secret(data_dir / "secret_key"),
        "REHEARSAL_NOW": settings.rehearsal_now,
        "BASE_URL": settings.address,
        "OWN_ORIGINS": settings.own_origins,
        "TRUSTED_HOSTS": settings.host_names,
        "IS_PRODUCTION": secure,
        "MAIL_SERVER": settings.mail_server,
        "IS_DEMO": (data_dir / DEMO_MARK).exists(),
        "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_TYPED_BYTES,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{data_dir / 'consult.sqlite3'}",
        # An error of the database must not carry a citizen's words into the log (TP11).
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "SESSION_COOKIE_NAME": "__Host-consult" if secure else "consult",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        # Argon2 alone, without a second secret: a new SECRET_KEY logs staff out and leaves their passwords valid (TS10).
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        # None of Flask-Security's own commands: accounts are made by `flask staff`, with an audit event.
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        # The token lives as long as the session: a citizen may write for hours (TS2).
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "ja",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Tokyo",
    }


def _kept_secret(path: Path) -> str:
    """The secret of this data folder; made on the first start, readable by its owner only (TS10)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    """Waits for the process that is just making it; an empty or cut file is never taken for a key."""
    for _ in range(50):
        if len(kept := path.read_text().strip()) >= SHORTEST_SECRET:
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
            return kept
        time.sleep(0.1)
    raise ValueError(
        f"{path} holds no key: delete it, and the next start makes a new one (staff sign in again)"
    )


def _is_no_secret(key: str) -> bool:
    return len(key) < SHORTEST_SECRET or len(set(key)) < 8 or key.lower() in KNOWN_SAMPLES


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
