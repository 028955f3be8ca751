"""A quality floor on invented opinions written for the tests alone (tests/nlp/data/opinions.jsonl)."""

import json
from pathlib import Path

from nlp import Tagger

OPINIONS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "opinions.jsonl").read_text(encoding="utf-8").splitlines()
]


def micro_f1(pairs: list[tuple[set[str], set[str]]]) -> float:
    right = sum(len(wanted & given) for wanted, given in pairs)
    return 2 * right / sum(len(wanted) + len(given) for wanted, given in pairs)


def test_packages_and_themes_are_found(tagger: Tagger) -> None:
    results = tagger.tag([row["text"] for row in OPINIONS])
    packages = [
        (set(row["packages"]), set(r.codes("package"))) for row, r in zip(OPINIONS, results, strict=True)
    ]
    themes = [(set(row["themes"]), set(r.codes("theme"))) for row, r in zip(OPINIONS, results, strict=True)]
    assert micro_f1(packages) >= 0.75
    assert micro_f1(themes) >= 0.75


def test_the_right_package_is_among_the_first_three(tagger: Tagger) -> None:
    rows = [row for row in OPINIONS if row["packages"]]
    results = tagger.tag([row["text"] for row in rows])
    right = sum(row["packages"][0] in r.ranked_packages[:3] for row, r in zip(rows, results, strict=True))
    assert right / len(rows) >= 0.9


def test_what_belongs_nowhere_stays_empty(tagger: Tagger) -> None:
    rows = [row for row in OPINIONS if not row["packages"]]
    results = tagger.tag([row["text"] for row in rows])
    assert sum(not r.codes("package") for r in results) / len(rows) >= 0.8
