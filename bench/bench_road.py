"""What the public road costs at many released opinions: its pages, one reader after another, and keeping it at release.

Run: .venv/bin/python bench/bench_road.py [opinions] [renders]
"""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.bench_theme_board import measured
from bench.bench_trace import link, publish
from bench.seed import add_opinions, bench_site, machine
from consult.extensions import db
from consult.link_targets import plan_targets
from consult.models import Publication, RoadCode
from consult.publication import readings

# Of the processor, for one reader.
LIMIT = 500.0
PAGES = (
    "/road",
    "/road/table.csv",
    "/road/packages/{package}",
    "/road/drafts/{case}",
    "/road/opinions/{code}",
)


def main(opinions: int, renders: int) -> int:
    released = opinions // 2
    print(
        f"the public road at {released:,} released of {opinions:,} opinions, {renders} renders; {machine()}"
    )
    with bench_site() as app:
        add_opinions(app, opinions)
        with app.app_context():
            case_id = publish()
            link(case_id)
            package = plan_targets()[0].package_code
            code = db.session.scalars(select(RoadCode.code)).first()
        keep(app)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        client = app.test_client()
        addresses = [each.format(case=case_id, package=package, code=code) for each in PAGES]
        slow = sum(shown(client, each, renders) > LIMIT for each in addresses)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory {before:,.0f} MB before the pages, {peak:,.0f} MB at most")
    print(f"limit: every page within {LIMIT / 1000:.1f} s on the processor: {'missed' if slow else 'kept'}")
    return 1 if slow else 0


def keep(app: Flask) -> None:
    with app.app_context():
        publication = db.session.scalars(select(Publication)).one()
        start = time.perf_counter()
        readings.keep(publication)
        db.session.commit()
        kept = time.perf_counter()
        readings.have_changed(publication)
        print(f"  kept at release in {kept - start:.1f} s; compared in {time.perf_counter() - kept:.1f} s")


def shown(client: FlaskClient, address: str, renders: int) -> float:
    figure = measured(client, address, renders)
    print(f"  {figure}  {address}")
    return figure.processor


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in (*sys.argv[1:3], *("20000", "5")[len(sys.argv) - 1 :]))))
