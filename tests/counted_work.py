"""Work that a test can count or stop: a clock on a shared machine says whether it was busy, not whether the code is slow."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, settings

AT_MOST_SECONDS = 60


def draw_without_a_clock() -> None:
    """Drawn examples may take as long as a busy machine needs; one fixture for all examples of a test is meant."""
    unheeded = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("consult", deadline=None, suppress_health_check=unheeded)
    settings.load_profile("consult")


def calls_of(act: Callable[[], object]) -> int:
    """How many functions `act` calls, Python's and C's: the same on every machine, and in proportion to its work."""
    calls = 0

    def note(_frame: Any, event: str, _of: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    # A coverage run has a profiler or tracer of its own, which is put back.
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


@contextmanager
def stopped_when_endless() -> Iterator[None]:
    """Fails a block that would keep a machine for minutes: give it so much that only work without proportion gets there.

    Raises: TimeoutError after `AT_MOST_SECONDS`, also from within one pattern's search (`re` looks for signals).
    """

    def stop(*_signal: Any) -> None:
        raise TimeoutError(f"still at work after {AT_MOST_SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(AT_MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
