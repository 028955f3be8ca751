"""/healthz: 200 when a submission can be accepted, 503 with a reason otherwise."""

import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from consult import health


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_working_site_is_healthy(public_client: FlaskClient) -> None:
    answer = public_client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "reasons": []}


def test_health_is_red_before_the_disk_is_full(
    public_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(20_000_000_000, 19_500_000_000, 500_000_000))
    answer = public_client.get("/healthz")
    assert answer.status_code == 503
    assert "disk" in answer.json["reasons"][0]  # type: ignore[index]


def test_a_tenth_of_a_small_disk_is_enough(
    public_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(4_000_000_000, 3_400_000_000, 600_000_000))
    assert public_client.get("/healthz").status_code == 200


def test_a_database_that_takes_no_writes_is_unhealthy(
    public_client: FlaskClient, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LOCK_WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(data_folder / "consult.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    answer = public_client.get("/healthz")
    holder.execute("ROLLBACK")
    assert answer.status_code == 503
    assert "locked" in answer.json["reasons"][0]  # type: ignore[index]


def test_a_schema_that_is_not_the_programs_is_unhealthy(
    public_client: FlaskClient, data_folder: Path
) -> None:
    connection = sqlite3.connect(data_folder / "consult.sqlite3")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    connection.close()
    assert public_client.get("/healthz").status_code == 503
