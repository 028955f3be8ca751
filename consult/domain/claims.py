"""How a hearing's notes are cut into claims (意見の区切り): a claim's wording is always a slice of the notes.

Positions are code points. Claims stand in order and never overlap; joining what was split gives back what it was.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from consult.domain.errors import ClaimsDoNotFit

NOTES_LIMIT = 50_000
GIST_LIMIT = 500
CLAIMS_LIMIT = 2_500
# Where a reader would cut: after the end of a sentence, a line, a clause.
PLACES = re.compile(r"[。！？!?][」』）)]?|\n|、")


class Cut(Protocol):
    """A piece as `nlp` proposes it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def is_opinion(self) -> bool: ...


@dataclass(frozen=True)
class Claim:
    """notes[start:end], whether it is an opinion (or small talk that is left out), and its gist (要旨)."""

    start: int
    end: int
    is_opinion: bool = True
    gist: str = ""

    def wording(self, notes: str) -> str:
        return notes[self.start : self.end]


Claims = tuple[Claim, ...]


def proposed(pieces: Iterable[Cut]) -> Claims:
    """The suggestion as claims that an official may change."""
    return tuple(Claim(piece.start, piece.end, piece.is_opinion) for piece in pieces)


def checked(notes: str, claims: Iterable[Claim]) -> Claims:
    """The claims, when they can be cut from the notes; else ClaimsDoNotFit (what a browser sends is not believed)."""
    found = tuple(claims)
    edge = 0
    for claim in found:
        if not edge <= claim.start < claim.end <= len(notes) or not claim.wording(notes).strip():
            raise ClaimsDoNotFit()
        if len(claim.gist) > GIST_LIMIT:
            raise ClaimsDoNotFit(f"要旨は{GIST_LIMIT}字までです（いま{len(claim.gist)}字）。")
        edge = claim.end
    if len(found) > CLAIMS_LIMIT:
        raise ClaimsDoNotFit(f"区切りは{CLAIMS_LIMIT:,}か所までです。隣どうしを結合してください。")
    return found


def opinions_of(claims: Claims) -> Claims:
    return tuple(claim for claim in claims if claim.is_opinion)


def join(claims: Claims, n: int) -> Claims:
    """Claim `n` and the next as one, with what stands between them. The last has no next: nothing changes."""
    if not 0 <= n < len(claims) - 1:
        return claims
    first, second = claims[n : n + 2]
    gist = "".join(dict.fromkeys(text for text in (first.gist, second.gist) if text))
    one = Claim(first.start, second.end, first.is_opinion or second.is_opinion, gist)
    return (*claims[:n], one, *claims[n + 2 :])


def split(notes: str, claims: Claims, n: int, *, at: int) -> Claims:
    """Claim `n` as two, cut at `at` (blanks at the cut belong to neither); a place that leaves a part blank: no change."""
    if not 0 <= n < len(claims):
        return claims
    claim = claims[n]
    if not claim.start < at < claim.end:
        return claims
    before, after = notes[claim.start : at].rstrip(), notes[at : claim.end].lstrip()
    if not before or not after:
        return claims
    first = replace(claim, end=claim.start + len(before))
    second = replace(claim, start=claim.end - len(after), gist="")
    return (*claims[:n], first, second, *claims[n + 1 :])


def keep_or_drop(claims: Claims, n: int, *, is_opinion: bool) -> Claims:
    if not 0 <= n < len(claims):
        return claims
    return (*claims[:n], replace(claims[n], is_opinion=is_opinion), *claims[n + 1 :])


def places_to_split(notes: str, claim: Claim) -> list[int]:
    """Positions inside the claim after a sentence, line or clause, where both parts would hold words."""
    found = (match.end() for match in PLACES.finditer(notes, claim.start, claim.end))
    return [at for at in found if notes[claim.start : at].strip() and notes[at : claim.end].strip()]


@dataclass(frozen=True)
class CarriedOver:
    """Claims for changed notes: `kept` choices went along, `lost` ones stood in text that changed."""

    claims: Claims
    kept: int
    lost: int


def carry_over(old: str, claims: Claims, new: str, suggestion: Claims) -> CarriedOver:
    """The official's choices for text that did not change, the fresh suggestion for everything else."""
    kept: list[Claim] = []
    for claim in claims:
        start = _new_place(old, claim, new, kept[-1].end if kept else 0)
        if start is not None:
            kept.append(replace(claim, start=start, end=start + claim.end - claim.start))
    return CarriedOver(filled_up(kept, suggestion), len(kept), len(claims) - len(kept))


def filled_up(standing: Sequence[Claim], suggestion: Iterable[Claim]) -> Claims:
    """The standing claims, and of the suggestion what lies beside them, in the order of the notes."""
    ends = [claim.end for claim in standing]
    found = list(standing)
    for claim in suggestion:
        # The first standing claim that ends behind the beginning of this one is the only one that can touch it first.
        n = bisect_right(ends, claim.start)
        if n == len(standing) or claim.end <= standing[n].start:
            found.append(claim)
    return tuple(sorted(found, key=lambda claim: claim.start))


def _new_place(old: str, claim: Claim, new: str, edge: int) -> int | None:
    """Where the claim's words stand now: counted from the beginning, from the end, or wherever they come next."""
    words = claim.wording(old)
    from_the_end = len(new) - (len(old) - claim.start)
    if old[: claim.end] == new[: claim.end]:
        return claim.start
    if from_the_end >= edge and old[claim.start :] == new[from_the_end:]:
        return from_the_end
    found = new.find(words, edge)
    return None if found < 0 else found


def pieces(notes: str, claims: Sequence[Claim]) -> list[tuple[str, int | None]]:
    """The whole of the notes, cut for display: (text, index of its claim or None). Joined, they are the notes."""
    found: list[tuple[str, int | None]] = []
    edge = 0
    for n, claim in enumerate(claims):
        found += [(notes[edge : claim.start], None), (claim.wording(notes), n)]
        edge = claim.end
    return [(text, n) for text, n in [*found, (notes[edge:], None)] if text]


def written(claims: Claims) -> str:
    """For a hidden field: `[[start, end, is_opinion, gist], …]`."""
    rows = [[c.start, c.end, int(c.is_opinion), c.gist] for c in claims]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Claims:
    """What `written` wrote; anything else is ClaimsDoNotFit."""
    try:
        return tuple(_claim(row) for row in json.loads(text or "[]"))
    except (ValueError, TypeError, RecursionError) as broken:
        raise ClaimsDoNotFit() from broken


def _claim(row: object) -> Claim:
    match row:
        case [int(start), int(end), int(is_opinion), str(gist)]:
            return Claim(start, end, bool(is_opinion), gist)
    raise ValueError("no claim")
