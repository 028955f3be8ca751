"""How long the matrix and its sister pages take, with how many questions to the database and how much memory.

Run: .venv/bin/python bench/bench_matrix.py [opinions] [renders]
"""

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.bench_theme_board import measured
from bench.seed import add_opinions, bench_site, machine, signed_in
from consult.coverage.matrix_axes import KINDS
from consult.domain.vocabulary import Role
from consult.search.indexing import index_waiting

MATRIX = "/staff/analysis/coverage"
PAGES = (
    # Each axis that the page offers: none that comes later can be forgotten here.
    *((f"パッケージ×{kind.label}", f"{MATRIX}?by={kind.name}") for kind in KINDS),
    ("施策×テーマ", f"{MATRIX}?rows=measure"),
    ("どのパッケージにもない意見", f"{MATRIX}/uncovered"),
    ("前の期と今の期", f"{MATRIX}/editions"),
    ("台帳（一つの欄）", "/staff/opinions?package=1-1&theme=hito"),
)
LIMIT = 2_000.0


def main(opinions: int, renders: int) -> int:
    print(f"matrix: median of {renders} renders; {machine()}")
    slow = 0
    queries: dict[str, set[int]] = {}
    with bench_site() as app:
        client = signed_in(app, Role.DRAFTER)
        kept = 0
        for size in (opinions // 10, opinions):
            add_opinions(app, size - kept)
            kept = size
            with app.app_context():
                index_waiting()
            before = _peak()
            for name, address in PAGES:
                figure = measured(client, address, renders)
                queries.setdefault(name, set()).add(figure.queries)
                slow += figure.median >= LIMIT
                print(f"  {size:>7,} opinions  {figure}  {name}")
            print(
                f"  {size:>7,} opinions  memory at most {_peak():,.0f} MB ({_peak() - before:+,.0f} by these pages)"
            )
    growing = [name for name, counts in queries.items() if len(counts) > 1]
    print(
        f"query counts {'DEPEND on the rows: ' + '、'.join(growing) if growing else 'do not depend on the rows'}"
    )
    print(f"limit: every page under {LIMIT:,.0f} ms: {'missed' if slow else 'kept'}")
    return 1 if slow or growing else 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [20_000, 5][len(given) :])))
