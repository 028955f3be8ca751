"""How well suggested links agree with labels given without seeing them: precision, recall and F1 by kind, with intervals.

    python bench/bench_links.py                 the tuning half
    python bench/bench_links.py --misses        and what was proposed wrongly or not at all, text by text (tuning only)
    python bench/bench_links.py evaluation      the evaluation half: never look at its texts, never tune by it

Labels: bench/data/link_labels.jsonl, 150 remarks of the invented register; its README says how they were labelled and by whom.
Intervals: 95 %, of 2,000 samples of the remarks drawn again (the same ones each time).
"""

import hashlib
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml
from sqlalchemy import select

from bench.seed import NOW, bench_site, machine
from consult import demo
from consult.demo.plan_text import text_of_plan
from consult.domain.vocabulary import LinkKind
from consult.draft_texts import services as draft_texts
from consult.extensions import db
from consult.jobs import tag_waiting
from consult.link_looks import look_at_waiting
from consult.link_targets import Targets, all_targets, cases_with_text, target_of
from consult.models import LinkSuggestion, Opinion
from consult.search.indexing import index_waiting
from tests import factories

LABELS = Path(__file__).parent / "data" / "link_labels.jsonl"
FIELDS = {LinkKind.MEASURE: "measures", LinkKind.KPI: "kpis", LinkKind.PASSAGE: "passages"}
SAMPLES = 2_000


@dataclass(frozen=True)
class Remark:
    """What was labelled, what was proposed, and of one kind; `either` is right to propose and no fault to leave out."""

    text: str
    wanted: frozenset[str]
    proposed: frozenset[str]
    either: frozenset[str] = frozenset()

    @property
    def counts(self) -> tuple[int, int, int]:
        """Right, proposed, wanted."""
        proposed = self.proposed - self.either
        return len(self.wanted & proposed), len(proposed), len(self.wanted)


def main(half: str, *, misses: bool) -> None:
    content = LABELS.read_bytes()
    rows = [json.loads(line) for line in content.decode().splitlines()]
    print(f"{LABELS.name}: sha256 {hashlib.sha256(content).hexdigest()[:16]}…; {half}; {machine()}")
    rows = [row for row in rows if row["half"] == half]
    proposed, targets = proposals([row["text"] for row in rows])
    every: list[list[Remark]] = []
    for kind, field in FIELDS.items():
        remarks = [_remark(row, kind, proposed[row["text"]], targets) for row in rows]
        every.append(remarks)
        print(f"  {field:9} {figures(remarks)}")
        if misses:
            show_misses(remarks)
    together = [
        Remark(
            row["text"],
            *(
                frozenset((n, name) for n, each in enumerate(of) for name in getattr(each, part))
                for part in ("wanted", "proposed", "either")
            ),
        )
        for row, *of in zip(rows, *every, strict=True)
    ]
    print(f"  all       {figures(together)}")
    none = [each for each in together if not each.wanted]
    quiet = sum(not each.proposed for each in none)
    print(f"  remarks without any label: {len(none)}, of them without any proposal: {quiet}")


def proposals(texts: Sequence[str]) -> tuple[dict[str, list[tuple[LinkKind, str]]], Targets]:
    """By text the kind and text of what the worker proposes, the way a city's own hearings are read."""
    found: dict[str, list[tuple[LinkKind, str]]] = {text: [] for text in texts}
    with bench_site() as app, app.app_context():
        entry = yaml.safe_load((demo.FOLDER / "consultation.yaml").read_text(encoding="utf-8"))
        text = draft_texts.WrittenText(entry["text_label"], text_of_plan(entry["text"]))
        case, member = factories.make_consultation(), factories.make_staff_member()
        draft_texts.add_version(case, text, by=member, at=NOW)
        hearing = factories.make_hearing()
        for wording in texts:
            factories.make_opinion(wording=wording, hearing=hearing)
        db.session.commit()
        index_waiting()
        tag_waiting()
        look_at_waiting(len(texts), batch=250)
        targets = all_targets(cases_with_text())
        rows = select(LinkSuggestion, Opinion.wording).join(Opinion, Opinion.id == LinkSuggestion.opinion_id)
        for suggestion, wording in db.session.execute(rows):
            target = targets.known(target_of(suggestion))
            assert target is not None
            found[wording].append((target.kind, target.text))
    return found, targets


def _remark(row: dict, kind: LinkKind, proposed: Iterable[tuple[LinkKind, str]], targets: Targets) -> Remark:
    wanted = frozenset(row[FIELDS[kind]])
    unknown = wanted - {each.text for each in targets.of(kind)}
    assert not unknown, unknown
    either = frozenset(
        each.text
        for each in (targets.of(kind) if kind is LinkKind.PASSAGE else ())
        if each.text not in wanted and set(each.text.splitlines()) & set(row["measures"])
    )
    return Remark(row["text"], wanted, frozenset(text for of, text in proposed if of is kind), either)


def figures(remarks: Sequence[Remark]) -> str:
    counts = [each.counts for each in remarks]
    chance = random.Random(20261129)
    drawn = [rates(chance.choices(counts, k=len(counts))) for _ in range(SAMPLES)]
    right, proposed, wanted = (sum(column) for column in zip(*counts, strict=True))
    parts = [f"proposed {proposed:3}, wanted {wanted:3}, right {right:3}; "]
    for n, (name, rate) in enumerate(zip(("precision", "recall", "F1"), rates(counts), strict=True)):
        known = sorted(each[n] for each in drawn)
        parts.append(f"{name} {rate:.2f} ({known[SAMPLES // 40]:.2f}–{known[-SAMPLES // 40]:.2f}) ")
    return " ".join(parts)


def rates(counts: Iterable[tuple[int, int, int]]) -> tuple[float, float, float]:
    right, proposed, wanted = (sum(column) for column in zip(*counts, strict=True))
    both = proposed + wanted
    return (
        right / proposed if proposed else 0.0,
        right / wanted if wanted else 0.0,
        2 * right / both if both else 0.0,
    )


def show_misses(remarks: Iterable[Remark]) -> None:
    for each in remarks:
        wrong, missed = each.proposed - each.either - each.wanted, each.wanted - each.proposed
        if wrong or missed:
            print(f"    {each.text[:60]!r}")
            for name in sorted(wrong):
                print(f"      wrong  {name[:60]!r}")
            for name in sorted(missed):
                print(f"      missed {name[:60]!r}")


if __name__ == "__main__":
    asked = sys.argv[1:]
    which = "evaluation" if "evaluation" in asked else "tuning"
    main(which, misses="--misses" in asked and which == "tuning")
