"""The site behind a real server with real threads, for a part of a test that shares its site with others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress.server import create_server


@contextmanager
def served(app: Flask, *, threads: int = 12, **settings: Any) -> Iterator[int]:
    """The port. Afterwards none of the server's threads is at work any more: the next test finds the site alone."""
    server = create_server(app, host="127.0.0.1", port=0, threads=threads, **settings)
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    yield int(server.effective_port)
    server.task_dispatcher.shutdown()
    # In its own thread: closed from here, the loop would sleep on for a second.
    server.trigger.pull_trigger(server.close)
    loop.join(5)
    assert not loop.is_alive() and not server.task_dispatcher.threads
