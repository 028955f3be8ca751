"""A chapter of 20,000 characters as citizens open it: first showing and next ones, without and with readings.

.venv/bin/python bench/bench_draft_text.py [profile]
"""

import cProfile
import pstats
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask_migrate import upgrade

from consult import create_app, readings
from consult.config import Settings
from consult.extensions import db
from consult.models import Consultation, DraftSection
from tests import factories
from tests.consult.intake.citizen import open_consultation

CHARACTERS, TIMES = 20_000, 7
PLACES = ("駅前", "港", "公民館", "図書館", "商店街", "小学校", "診療所", "体育館", "川沿いの道", "市役所")
WISHES = (
    "第{n}回の懇談会では、{a}から{b}までの移動に時間がかかり、通院や買い物をあきらめる高齢者が多いことが話題になりました。",
    "市は令和{n}年度から、{a}の利用者数を調べ、{b}の近くに住む世帯の暮らしの変化を確かめます。",
    "{a}と{b}を結ぶ便を一日{n}本に増やし、待ち時間を短くします。",
)


def text_of(characters: int, *, sentences: int) -> str:
    """Invented paragraphs of so many sentences, no two alike, so that nothing is at hand that was read before."""
    parts: list[str] = []
    n = 0
    while sum(map(len, parts)) < characters:
        a, b = PLACES[n % 10], PLACES[(n // 10 + n + 1) % 10]
        parts.append("".join(WISHES[(n + k) % 3].format(n=n + k, a=a, b=b) for k in range(sentences)))
        n += 1
    return "\n\n".join(parts)


def site(folder: Path, sentences: int) -> tuple[Flask, str]:
    app = create_app(Settings(data_dir=folder))
    with app.app_context():
        upgrade()
    case = open_consultation(app)
    with app.app_context():
        section = DraftSection(
            key="s1", position=1, level=1, heading="第1章 移動", body=text_of(CHARACTERS, sentences=sentences)
        )
        factories.make_draft_text(consultation=db.session.get_one(Consultation, case), sections=[section])
        db.session.commit()
    return app, f"/consultations/{case}/draft/s1"


def main() -> None:
    for sentences in (3, 1):
        show(sentences)


def show(sentences: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app, address = site(Path(folder), sentences)
        client = app.test_client()
        passages = client.get(f"{address}?ruby=1").get_data(as_text=True).count('class="passage"')
        print(f"{CHARACTERS:,} characters in {passages} passages")
        for name, path in (("plain", address), ("readings", f"{address}?ruby=1")):
            first, next_ones = [], []
            for _ in range(TIMES):
                readings._parts.cache_clear()
                first.append(_seconds(client, path))
                next_ones.append(_seconds(client, path))
            print(f"{name:9} first {_ms(first)}  next {_ms(next_ones)}  {len(client.get(path).data):,} bytes")
        if "profile" in sys.argv and sentences == 1:
            readings._parts.cache_clear()
            profile = cProfile.Profile()
            profile.runcall(client.get, f"{address}?ruby=1")
            pstats.Stats(profile).sort_stats("tottime").print_stats(45)


def _seconds(client, path: str) -> float:  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    assert client.get(path).status_code == 200
    return time.perf_counter() - begun


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms (slowest {max(seconds) * 1000:.0f})"


if __name__ == "__main__":
    main()
