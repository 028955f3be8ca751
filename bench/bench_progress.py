"""How long KPIs, the yearly check and inquiries take beside many opinions, with queries and memory.

Run: .venv/bin/python bench/bench_progress.py [opinions] [renders]
"""

import resource
import statistics
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.seed import add_opinions, bench_site, machine, signed_in
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import InquiryItem, Kpi
from tests import factories
from tests.pages import csrf_token
from tests.query_counting import counted_queries

LIMIT = 2_000.0
YEARS = range(2021, 2026)
PAGES = (
    ("KPIの進み具合", "/staff/analysis/progress"),
    ("KPIの値と履歴", "/staff/analysis/progress/kpis/{kpi}"),
    ("効果検証（全パッケージ）", "/staff/analysis/progress/checks/2025"),
    ("効果検証（1枚）", "/staff/analysis/progress/checks/2025/{package}"),
    ("庁内照会の一覧", "/staff/analysis/progress/inquiries"),
    ("庁内照会", "/staff/analysis/progress/inquiries/1"),
)


def main(opinions: int, renders: int) -> int:
    print(f"PDCA beside {opinions:,} opinions, median of {renders} renders; {machine()}")
    with bench_site() as app:
        client = signed_in(app, Role.DRAFTER)
        add_opinions(app, opinions)
        kpi, package = fill(app)
        slow = 0
        for name, address in PAGES:
            slow += render(client, name, address.format(kpi=kpi, package=package), renders) > LIMIT
        slow += file(client) > LIMIT
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:,.0f} MB")
    print(f"limit: everything within {LIMIT / 1000:.0f} s on the processor: {'missed' if slow else 'kept'}")
    return 1 if slow else 0


def fill(app: Flask) -> tuple[int, str]:
    """Every KPI with five years of three versions, every package assessed, ten inquiries about all of them."""
    with app.app_context():
        kpis = db.session.scalars(select(Kpi).where(Kpi.package_id.is_not(None))).all()
        divisions = [factories.make_division() for _ in range(12)]
        for n, kpi in enumerate(kpis):
            factories.make_kpi_setting(kpi=kpi)
            for year in YEARS:
                for version in (1, 2, 3):
                    factories.make_kpi_entry(kpi=kpi, reporting_year=year, version=version)
                factories.make_package_assessment(
                    package=kpi.package, division=divisions[n % 12], fiscal_year=year
                )
        for _ in range(10):
            asked = [(kpi, divisions[n % 12]) for n, kpi in enumerate(kpis)]
            items = [InquiryItem(kpi=kpi, division=division) for kpi, division in asked]
            items += [InquiryItem(package=kpi.package, division=division) for kpi, division in asked]
            factories.make_inquiry(items=tuple(items), due_on=date(2026, 12, 20))
        db.session.commit()
        return kpis[0].id, kpis[0].package.code


def render(client: FlaskClient, name: str, address: str, renders: int) -> float:
    times, queries = [], 0
    for _ in range(renders):
        begun = time.process_time()
        with counted_queries() as seen:
            answer = client.get(address)
        times.append((time.process_time() - begun) * 1000)
        assert answer.status_code == 200, (address, answer.status)
        queries = len(seen)
    middle = statistics.median(times)
    print(f"  {name}: {middle:,.0f} ms, {queries} queries")
    return middle


def file(client: FlaskClient) -> float:
    """The table that goes out to every division."""
    address = "/staff/analysis/progress/inquiries/1"
    token = csrf_token(client.get(address))
    begun = time.process_time()
    answer = client.post(f"{address}/sheets", data={"csrf_token": token})
    took = (time.process_time() - begun) * 1000
    assert answer.status_code == 200, answer.status
    print(f"  照会の表（Excel）: {took:,.0f} ms, {len(answer.data):,} bytes")
    return took


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(numbers + [20_000, 5][len(numbers) :])))
