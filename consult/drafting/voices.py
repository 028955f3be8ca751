"""The voices of a theme or package as they are chosen from and quoted: read in two queries, whatever their number."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from sqlalchemy import func, select

from consult import opinion_words, standing
from consult.domain.concordance import CONTENT, CutText
from consult.domain.counting import Tally, way_in
from consult.domain.key_phrases import Text, is_name
from consult.domain.representatives import Voice
from consult.domain.stance import Shown, stance_of
from consult.domain.vocabulary import Consent, Facet, Sector
from consult.drafting.pins import pinned_ids
from consult.drafting.tallies import standing_on
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion
from consult.opinion_words import KeptText
from consult.plan_codes import PlanCode

# So many of all other opinions, evenly taken, say what is said everywhere.
OTHERS = 2_000
_IS_CONTENT = bytes(kind == CONTENT for kind in range(256))
CONFIRMED, ALL, QUOTABLE = "confirmed", "all", "quotable"
SCOPES = {
    CONFIRMED: "確定した意見",
    ALL: "確定と候補の意見",
    QUOTABLE: "確定した意見のうち外に出せるもの",
}


@dataclass(frozen=True)
class Group:
    """Who spoke: the sector of a body heard, or the way that an opinion came; and what the list is asked for."""

    label: str
    args: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(self.label)


@dataclass(frozen=True)
class Said:
    """One opinion. `kept` is None while the worker has not read it."""

    id: int
    wording: str
    digest: str
    group: Group
    may_leave: bool
    kept: KeptText | None

    @property
    def cut(self) -> CutText | None:
        """Made anew each time: of many thousands a few are looked at closely."""
        return self.kept.cut() if self.kept else None

    @cached_property
    def stance(self) -> Shown:
        return stance_of(self.wording)

    @cached_property
    def voice(self) -> Voice:
        return Voice(
            self.id, self.digest, self.points, self.group.label, self.stance.stance, len(self.wording)
        )

    @cached_property
    def points(self) -> frozenset[str]:
        if (cut := self.cut) is None:
            return frozenset()
        # A word that stands in many thousands of texts is kept once, and a copy of a set takes half its room.
        return frozenset({*map(sys.intern, compress(cut.forms, cut.kinds.translate(_IS_CONTENT)))})

    def name_in(self, form: str) -> str:
        """How a word of it stands in its text, where it looks like the name of a thing; else ""."""
        cut = self.cut
        place = next(cut.places([form]), None) if cut else None
        written = self.wording[slice(*cut.span(place))] if cut and place else ""
        return written if len(written) > 1 and is_name(written, form) else ""


@dataclass(frozen=True)
class Voices:
    """All of a theme or package. `scope` says whether suggested ones are among them."""

    scope: str
    said: Sequence[Said]
    # What people put first, in their order.
    pinned: tuple[int, ...] = ()

    @cached_property
    def by_id(self) -> dict[int, Said]:
        return {each.id: each for each in self.said}

    @cached_property
    def copies(self) -> Counter[str]:
        """How many opinions have the same text."""
        return Counter(each.digest for each in self.said)

    @property
    def waiting(self) -> int:
        """Those whose words the worker has not read."""
        return sum(each.kept is None for each in self.said)


def scope_of(typed: str | None, total: Tally) -> str:
    """What was asked for; otherwise the confirmed ones, while there are any."""
    if typed in SCOPES:
        return typed
    return CONFIRMED if total.confirmed or not total.suggested else ALL


def voices_on(about: PlanCode, scope: str) -> Voices:
    """`scope`: the confirmed ones; the suggested ones, too; or of the confirmed those that may be handed out, of a hearing
    only with the body's consent."""
    listed = standing_on(about.facet, about.code)
    ids = select(listed.c.opinion_id)
    if scope != ALL:
        ids = ids.where(listed.c.is_confirmed == 1)
    kept = dict(opinion_words.kept_texts(ids))
    rows = (
        select(
            Opinion.id,
            Opinion.wording,
            Opinion.text_digest,
            standing.way_in(),
            Counterpart.sector,
            Hearing.consent,
        )
        .outerjoin(Opinion.submission)
        .outerjoin(Opinion.hearing)
        .outerjoin(Counterpart, Counterpart.id == Hearing.counterpart_id)
        .where(Opinion.id.in_(ids))
        .order_by(Opinion.id)
    )
    said = [
        Said(number, wording, digest, _group(way, sector), _may_leave(consent), kept.get(number))
        for number, wording, digest, way, sector, consent in db.session.execute(rows)
    ]
    pinned = pinned_ids(about.code) if about.facet is Facet.PACKAGE else ()
    return Voices(scope, [each for each in said if each.may_leave] if scope == QUOTABLE else said, pinned)


def others(about: PlanCode) -> list[Text]:
    """Some of all other opinions, the same ones each time; three queries."""
    every = db.session.scalar(select(func.count(Opinion.id))) or 0
    step = max(1, every // OTHERS)
    listed = standing_on(about.facet, about.code)
    taken = Opinion.id % step == 0, standing.counts(), Opinion.id.not_in(select(listed.c.opinion_id))
    cuts = dict(opinion_words.cut_texts(select(Opinion.id).where(*taken)))
    rows = db.session.execute(select(Opinion.id, Opinion.wording).where(*taken))
    return [(wording, cuts[number]) for number, wording in rows if number in cuts]


def _group(way_code: str, sector: Sector | None) -> Group:
    if sector is not None:
        return Group(sector.label, {"sector": sector.value})
    way = way_in(way_code)
    return Group(way.label if way else way_code, {"channel": way_code})


def _may_leave(consent: Consent | None) -> bool:
    return consent is None or consent.lets_content_out
