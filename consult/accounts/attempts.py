"""Failed sign-ins slow the next one for the same account from the same source; nobody is ever locked out (TS5)."""

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

FREE_FAILURES = 10
FIRST_WAIT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 900.0
FORGOTTEN_AFTER_SECONDS = 24 * 3600.0
# Enough for a city's staff many times over; beyond it the longest unused entries make room.
MOST_ENTRIES = 50_000


@dataclass
class Tally:
    failures: int = 0
    last_at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next try is looked at."""
        if self.failures < FREE_FAILURES:
            return 0.0
        doublings = min(self.failures - FREE_FAILURES, 10)
        pause = min(FIRST_WAIT_SECONDS * 2**doublings, LONGEST_WAIT_SECONDS)
        return max(0.0, self.last_at + pause - now)


class SignInAttempts:
    """Counts per (account as typed, source). The one-command server is one process; counts end with it."""

    def __init__(self) -> None:
        self._tallies: OrderedDict[tuple[str, str], Tally] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, account: str, source: str) -> int:
        """Count a try as failed until `succeeded` takes it back; returns the seconds to wait, 0 to go on.

        Counting first means that tries sent in parallel are counted too. A try made while waiting is not looked at
        and does not lengthen the wait.
        """
        now = time.monotonic()
        with self._lock:
            tally = self._tallies.setdefault((account, source), Tally())
            self._tallies.move_to_end((account, source))
            if now - tally.last_at > FORGOTTEN_AFTER_SECONDS:
                tally.failures = 0
            if (wait := tally.wait(now)) > 0:
                return math.ceil(wait)
            tally.failures += 1
            tally.last_at = now
            while len(self._tallies) > MOST_ENTRIES:
                self._tallies.popitem(last=False)
            return 0

    def succeeded(self, account: str, source: str) -> None:
        with self._lock:
            self._tallies.pop((account, source), None)
