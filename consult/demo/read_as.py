"""How the answered round of `flask demo` was read: a theme, a package, and what each opinion leads to.

Codes and names of packages are the city's: the file names them by their place in the plan.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from consult.demo.people import People
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget, passage_targets, plan_targets
from consult.models import Consultation, Opinion
from consult.plan_codes import PlanCodes, plan_codes
from consult.review import services as review
from consult.review.decision import Decision
from consult.tracing import services as tracing


def read(
    case: Consultation, opinion_ids: Sequence[int], entries: Sequence[dict[str, Any]], people: People
) -> None:
    """In the order of the opinions."""
    codes = plan_codes()
    for opinion_id, entry in zip(opinion_ids, entries, strict=True):
        themes, packages = codes.themes[entry["theme"] - 1], codes.packages[entry["package"] - 1]
        tags = frozenset({(Facet.THEME, themes.code), (Facet.PACKAGE, packages.code)})
        opinion = db.session.get_one(Opinion, opinion_id)
        review.decide(opinion, Decision(confirmed=tags, shown=frozenset()), by=people.official)
        for target in _targets(case, entry, codes):
            wanted = tracing.Wanted(opinion_id, target, Outcome.CONFIRMED)
            tracing.decide(wanted, by=people.drafter)


def _targets(case: Consultation, entry: dict[str, Any], codes: PlanCodes) -> Iterator[LinkTarget]:
    if number := entry.get("measure"):
        package = codes.packages[entry["package"] - 1].code
        yield [each for each in plan_targets() if each.package_code == package][number - 1]
    if passage := entry.get("passage"):
        yield from (
            each
            for each in passage_targets([case.id])
            if (each.section_key, each.passage) == (passage["section"], passage["number"])
        )
