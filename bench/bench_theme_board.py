"""How long the theme board takes, and how many questions it asks the database, with few and with many opinions.

Run: .venv/bin/python bench/bench_theme_board.py [renders]
"""

import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask.testing import FlaskClient

from bench.seed import add_opinions, bench_site, machine, signed_in
from consult.domain.vocabulary import Role
from tests.query_counting import counted_queries

SIZES = (1_000, 10_000)
LIMIT_AT_1000 = 150.0
BOARD = "/staff/theme-board"
PAGES = (
    ("テーマ別ボード", BOARD),
    ("台帳（最初のページ）", "/staff/opinions"),
    ("台帳（テーマの確定）", "/staff/opinions?theme=machi&state=confirmed"),
    ("主な意見（公開）", "/main-opinions"),
)


def main(renders: int) -> int:
    print(f"theme board and register: median of {renders} renders; {machine()}")
    print("  (processor time beside it: what the page costs when nothing else runs on the machine)")
    slow = 0
    with bench_site() as app:
        client = signed_in(app, Role.DRAFTER)
        kept = 0
        for size in SIZES:
            add_opinions(app, size - kept)
            kept = size
            for name, address in PAGES:
                figure = measured(client, address, renders)
                print(f"  {size:>6,} opinions  {figure}  {name}")
                slow += size == 1_000 and address == BOARD and figure.median >= LIMIT_AT_1000
    print(f"limit: board with 1,000 opinions under {LIMIT_AT_1000:.0f} ms: {'missed' if slow else 'kept'}")
    return 1 if slow else 0


@dataclass(frozen=True)
class Figure:
    """Milliseconds per render by the clock and on the processor, the slowest render, and its queries."""

    median: float
    processor: float
    worst: float
    queries: int

    def __str__(self) -> str:
        times = f"{self.median:7.1f} ms (processor {self.processor:6.1f}, worst {self.worst:7.1f})"
        return f"{times}  {self.queries} queries"


def measured(client: FlaskClient, address: str, renders: int) -> Figure:
    """The first render counts queries and is not timed."""
    with counted_queries() as queries:
        assert client.get(address).status_code == 200, address
    times, processor = [], []
    for _ in range(renders):
        start, busy = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return Figure(statistics.median(times), statistics.median(processor), max(times), len(queries))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
