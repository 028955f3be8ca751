"""Tables of words over any filter: each page within 2 s at 20,000 opinions, its queries, and the memory it takes.

`python bench/bench_words.py [OPINIONS]` (20,000): through the app as a signed-in drafter, invented texts of 20–600
characters, all read by the worker before. The limit is on the clock; the processor's time beside it says what a busy
machine hides. 200,000 takes a quarter of an hour to index.
"""

import random
import resource
import sys
import time
import tracemalloc
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from bench.bench_theme_board import measured
from bench.invented_texts import TextMaker
from bench.seed import add_opinions, bench_site, machine, signed_in
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.search.indexing import index_waiting
from tests.query_counting import counted_queries

LIMIT_MS = 2_000
FEW = 500
RENDERS = 3
WORDS = "/staff/analysis/words"
PAGES = (
    ("よく出る語", WORDS, {}),
    ("よく出る語、まちの確定", WORDS, {"theme": "machi", "state": "confirmed"}),
    ("よく出る語、「バス」を含む意見", WORDS, {"q": "バス"}),
    ("よく出る語、表から探す", WORDS, {"word": "バス"}),
    ("目立つ語、テーマ", f"{WORDS}/apart", {}),
    ("目立つ語、政策パッケージ", f"{WORDS}/apart", {"axis": "package"}),
    ("目立つ語、受け付けた方法", f"{WORDS}/apart", {"axis": "channel"}),
    ("目立つ語、まち", f"{WORDS}/apart", {"theme": "machi"}),
    ("語の前後、バス", f"{WORDS}/context", {"word": "バス"}),
    ("語の前後、が（どの意見にも）", f"{WORDS}/context", {"word": "が"}),
    ("語の前後、左の語の順、まち", f"{WORDS}/context", {"word": "駅", "order": "before", "theme": "machi"}),
)


def main(opinions: int) -> int:
    print(machine())
    with bench_site() as app:
        client = signed_in(app, Role.DRAFTER)
        texts = TextMaker(random.Random(20261128))
        add_opinions(app, FEW, texts=texts)
        _index(app)
        few = [_queries(client, address, args) for _, address, args in PAGES]
        add_opinions(app, opinions - FEW, texts=texts)
        seconds = _index(app)
        print(f"{opinions:,} opinions, read by the worker in {seconds:.0f} s of the processor, {_kept(app)}")
        slow = [name for name, address, args in PAGES if not _is_quick(client, name, address, args)]
        many = [_queries(client, address, args) for _, address, args in PAGES]
        _memory(client)
    growing = [
        PAGES[at][0] for at, (before, after) in enumerate(zip(few, many, strict=True)) if before != after
    ]
    print(f"queries: {'grow with the opinions: ' + '、'.join(growing) if growing else 'the same for 500'}")
    print(f"limit: every page within {LIMIT_MS} ms: {'missed: ' + '、'.join(slow) if slow else 'kept'}")
    return 1 if slow or growing else 0


def _index(app: Flask) -> float:
    with app.app_context():
        start = time.process_time()
        index_waiting()
        return time.process_time() - start


def _kept(app: Flask) -> str:
    """What the words take, beside the texts themselves."""
    sizes = "sum(length(content)), sum(length(forms)), sum(length(kinds) + length(lengths))"
    with app.app_context(), db.engine.connect() as connection:
        content, forms, pieces = connection.execute(text(f"SELECT {sizes} FROM opinion_words")).one()
        wording = connection.execute(text("SELECT sum(length(wording)) FROM opinion")).scalar_one()
    in_letters = f"content {content / 1e6:.1f}, forms {forms / 1e6:.1f} million characters"
    return (
        f"{in_letters}, pieces {pieces / 1e6:.1f} MB, for {wording / 1e6:.1f} million characters of wording"
    )


def _queries(client: FlaskClient, address: str, args: dict[str, str]) -> int:
    with counted_queries() as queries:
        assert client.get(f"{address}?{urlencode(args)}").status_code == 200
    return len(queries)


def _is_quick(client: FlaskClient, name: str, address: str, args: dict[str, str]) -> bool:
    figure = measured(client, f"{address}?{urlencode(args)}", RENDERS)
    print(f"  {figure}  {name}", flush=True)
    return figure.median < LIMIT_MS


def _memory(client: FlaskClient) -> None:
    """The most that Python holds at once for the heaviest pages, and the process in all."""
    for name, address, args in (PAGES[0], PAGES[5], PAGES[9]):
        tracemalloc.start()
        client.get(f"{address}?{urlencode(args)}")
        print(f"  {tracemalloc.get_traced_memory()[1] / 1e6:6.0f} MB at most  {name}")
        tracemalloc.stop()
    print(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:6.0f} MB the process")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
