"""`flask serve`: one command from an empty folder to a working site, and out again."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel

from consult.clock import ARRIVED_AT
from consult.serving import TimedRequest, TimedTask, Worker, refusal
from tests.served import served
from tests.structure.source import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "CONSULT_DATA_DIR": str(folder),
        "CONSULT_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_for(url: str) -> str:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}")


def stop(site: subprocess.Popen[str]) -> str:
    site.send_signal(signal.SIGTERM)
    output, _ = site.communicate(timeout=40)
    assert site.returncode == 0, output
    return output


def test_an_empty_folder_becomes_a_working_site_with_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    port = free_port()
    site = serve(folder, port)
    try:
        assert '"ok"' in wait_for(f"http://127.0.0.1:{port}/healthz")
        assert "<h1" in wait_for(f"http://127.0.0.1:{port}/")
    finally:
        output = stop(site)
    assert len(re.findall(r"パスワード: +\S{20,}", output)) == 1
    for name in ("consult.sqlite3", "secret_key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name

    again = serve(folder, port)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
    finally:
        output = stop(again)
    assert "パスワード" not in output


def test_a_machine_that_opens_connections_and_falls_silent_shuts_nobody_out(tmp_path: Path) -> None:
    """TS17: 200 half-sent forms, and the next visitor is served at once."""
    port = free_port()
    site = serve(tmp_path / "fresh", port)
    silent: list[socket.socket] = []
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        for _ in range(200):
            silent.append(socket.create_connection(("127.0.0.1", port), timeout=5))
            silent[-1].sendall(b"POST /receipt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/receipt", timeout=2) as answer:
            assert answer.status == 200
    finally:
        for each in silent:
            each.close()
        stop(site)


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 99999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n800\r\n" + b"a" * 0x800 + b"\r\n",
    ],
    ids=["stated", "in chunks"],
)
def test_what_is_too_large_is_refused_in_japanese_by_the_server_itself(
    app: Flask, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HTTPChannel, "error_task_class", staticmethod(refusal))
    app.config["MAX_CONTENT_LENGTH"] = 1024
    with (
        served(app, max_request_body_size=1024) as port,
        socket.create_connection(("127.0.0.1", port), timeout=5) as line,
    ):
        head = (
            b"POST /receipt HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        )
        line.sendall(head + body)
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413") and "Connection: close" in answer
    assert "送信できる大きさを超えています" in answer and "合わせて30MBまで" in answer


def test_the_server_tells_the_site_when_the_last_byte_had_come() -> None:
    """TC1: not when a thread was free for it, and no visitor can say otherwise."""
    request, head = TimedRequest(Adjustments()), b"POST /receipt HTTP/1.1\r\nContent-Length: 2\r\n"
    request.received(head + f"{ARRIVED_AT}: 2000-01-01\r\n\r\n".encode())
    request.received(b"a")
    assert request.arrived_at is None
    request.received(b"b")
    arrived, channel = request.arrived_at, MagicMock(addr=("127.0.0.1", 1))
    channel.server.adj.url_prefix = ""
    assert arrived is not None
    assert TimedTask(channel, request).get_environment()[ARRIVED_AT] == arrived


def test_a_worker_that_dies_is_started_again_and_stops_with_the_site() -> None:
    seen: list[subprocess.Popen[bytes]] = []
    worker = Worker([sys.executable, "-c", "import time; time.sleep(60)"], started=seen.append)
    worker.start()
    try:
        _until(lambda: len(seen) == 1)
        seen[0].kill()
        _until(lambda: len(seen) == 2)
    finally:
        worker.stop()
    assert [process.poll() is not None for process in seen] == [True, True]


def _until(condition: object) -> None:
    for _ in range(100):
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within 10 s")
