"""How many passwords are tried at once: each try costs 64 MB and both cores, and citizens share the machine (TS17)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from consult.domain.errors import SignInSlowed

# Ten a second pass one by one; more at once only make everybody wait longer.
MOST_WAITING = 3
RETRY_AFTER_SECONDS = 5
BUSY = "ただいまサインインが混み合っています。少し時間をおいてから、もう一度お試しください。"


class HashingQueue:
    """One try at a time, at most `MOST_WAITING` strangers inside: the server's other threads stay with the pages."""

    def __init__(self) -> None:
        self._room = threading.BoundedSemaphore(MOST_WAITING)
        self._desk = threading.Lock()

    @contextmanager
    def turn(self, *, is_known: bool) -> Iterator[None]:
        """Raises SignInSlowed when full. Whoever signed in on this device before waits instead of being sent away."""
        if not is_known and not self._room.acquire(blocking=False):
            raise SignInSlowed(BUSY, seconds=RETRY_AFTER_SECONDS)
        try:
            with self._desk:
                yield
        finally:
            if not is_known:
                self._room.release()
