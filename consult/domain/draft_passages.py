"""Which passage of a section a text is, after the section was rewritten, and which passage a change of the draft is about."""

from collections.abc import Sequence

from consult.domain.draft_blocks import blocks_of

# How much two passages must share to be one, rewritten.
ALIKE = 0.5
WHOLE_SECTION = 0


def written_passages(body: str) -> list[str]:
    """The passages of a section as its writer wrote them, with the signs of lists and tables."""
    lines = body.split("\n")
    return ["\n".join(lines[each.first : each.last + 1]) for each in blocks_of(body)]


def follow(said: str, texts: Sequence[str], at: int) -> int:
    """The number (from 1) of the passage that once said `said` and stood at `at`; 0, the section, where none is alike."""
    plain = [_plain(each) for each in texts]
    wanted = _plain(said)
    same = [n for n, each in enumerate(plain, start=1) if each == wanted]
    if same:
        return min(same, key=lambda n: abs(n - at))
    likeness = [(_likeness(wanted, each), -abs(n - at), n) for n, each in enumerate(plain, start=1)]
    share, _, number = max(likeness, default=(0.0, 0, WHOLE_SECTION))
    return number if share >= ALIKE else WHOLE_SECTION


def passage_changed(before: str, texts: Sequence[str]) -> int:
    """The passage in which the text before stands, or the first that it spans; 0 where it stands in none."""
    wanted = _plain(before)
    if not wanted:
        return WHOLE_SECTION
    for number, each in enumerate(map(_plain, texts), start=1):
        if wanted in each or (each and each in wanted):
            return number
    return WHOLE_SECTION


def _likeness(one: str, other: str) -> float:
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _plain(text: str) -> str:
    return "".join(text.split())
