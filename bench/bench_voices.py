"""Pages of packages and of voices: time, queries and memory, with 20,000 opinions of which 5,000 are on one package.

Run: .venv/bin/python bench/bench_voices.py [opinions] [on one package] [renders]
"""

import random
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from sqlalchemy import select, update

from bench.bench_theme_board import measured
from bench.invented_texts import TextMaker
from bench.seed import add_opinions, bench_site, machine, signed_in
from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from consult.models import TagDecision
from consult.plan_codes import plan_codes
from consult.search.indexing import index_waiting

# What a person waits for without a sign that something is going on.
LIMIT = 2_000.0
PAGES = (
    ("政策パッケージの一覧", "/staff/packages"),
    ("政策パッケージ1つ", "/staff/packages/{package}"),
    ("政策パッケージを20分で読む", "/staff/packages/{package}/reading"),
    ("政策パッケージを240分で読む", "/staff/packages/{package}/reading?minutes=240"),
    ("テーマの声", "/staff/theme-board/{theme}/voices"),
    ("テーマを20分で読む", "/staff/theme-board/{theme}/reading"),
)


def main(opinions: int, on_one: int, renders: int) -> int:
    print(f"packages and voices: median of {renders} renders; {machine()}")
    slow = 0
    with bench_site() as app:
        client = signed_in(app, Role.DRAFTER)
        asked: list[list[int]] = []
        for size, of_package in ((opinions // 10, on_one // 10), (opinions, on_one)):
            names = sown(app, size, of_package, already=opinions // 10 if asked else 0)
            before = memory()
            figures = [(name, measured(client, page.format(**names), renders)) for name, page in PAGES]
            print(f"{size:,} opinions, {of_package:,} on one package, a theme has {names['of_theme']}:")
            for name, figure in figures:
                print(f"  {figure}  {name}")
                slow += size == opinions and figure.median > LIMIT
            print(f"  memory: {memory() - before:+.0f} MB at the most, on {before:.0f} MB")
            asked.append([figure.queries for _name, figure in figures])
    depends = asked[0] != asked[1]
    print(f"query counts {'DEPEND on the rows' if depends else 'do not depend on the rows'}")
    print(f"limit: each page under {LIMIT:.0f} ms: {'missed' if slow else 'kept'}")
    return 1 if slow or depends else 0


def sown(app: Flask, opinions: int, on_one: int, *, already: int) -> dict[str, str]:
    """So many opinions read by the worker, so many of them confirmed on the first package."""
    add_opinions(app, opinions - already, texts=TextMaker(random.Random(opinions)))
    with app.app_context():
        index_waiting()
    return put_on_one(app, on_one)


def put_on_one(app: Flask, on_one: int) -> dict[str, str]:
    """So many opinions confirmed on the first package; the names of what the pages are about."""
    with app.app_context():
        codes = plan_codes()
        package, theme = codes.packages[0].code, codes.themes[0].code
        on_packages = select(TagDecision.id).where(TagDecision.facet == Facet.PACKAGE)
        moved = on_packages.order_by(TagDecision.code != package, TagDecision.id).limit(on_one)
        db.session.execute(update(TagDecision).where(TagDecision.id.in_(moved)).values(code=package))
        on_theme = select(TagDecision.id).where(TagDecision.code == theme)
        number = len(db.session.scalars(on_theme).all())
        db.session.commit()
    return {"package": package, "theme": theme, "of_theme": f"{number:,}"}


def memory() -> float:
    """The most that the process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(sizes + [20_000, 5_000, 5][len(sizes) :])))
