"""A sample that two people have coded, and what the tagger had suggested."""

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import Hearing, SampledOpinion
from tests import factories


@pytest.fixture
def plan(app: Flask) -> Iterator[None]:
    with app.app_context():
        factories.make_plan()
        db.session.commit()
    yield


def make_coded(
    *,
    a: Sequence[str] = (),
    b: Sequence[str] = (),
    suggested: Sequence[str] = (),
    hearing: Hearing | None = None,
    version: str = "v1",
    **fields: object,
) -> SampledOpinion:
    """An opened opinion: the packages that coders a and b gave, and those that were suggested (most probable first)."""
    hearing = hearing or factories.make_hearing()
    # Copies of one text would be one group.
    opinion = factories.make_opinion(
        hearing=hearing, **{"wording": f"第{hearing.number}号の発言です。"} | fields
    )
    for place, code in enumerate(suggested):
        factories.make_tag(
            opinion=opinion,
            facet=Facet.PACKAGE,
            code=code,
            probability=0.9 - 0.2 * place,
            tagger_version=version,
        )
    ranked = [*suggested, *(code for code in ("A", "B") if code not in suggested)]
    factories.make_tagger_run(opinion=opinion, tagger_version=version, ranked_packages=ranked)
    sampled = factories.make_sampled_opinion(opinion=opinion, opens_at=factories.NOW)
    for coder, codes in (("a", a), ("b", b)):
        factories.make_blind_code(sampled=sampled, coder=coder, packages=list(codes))
    return sampled
