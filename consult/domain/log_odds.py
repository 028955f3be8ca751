"""Words that set a group of opinions apart from all others: log-odds with an informative prior.

Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16 (2008), 372–403, equations 15, 16, 20 and 22: how
much more often a word stands in the group than elsewhere, as if every word had been seen before as often as it is in all
texts together; divided by its own uncertainty. So neither rare words nor words of every text come to the top.

A word counts once for each opinion that holds it: who says it ten times is still one opinion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt

# How many words the prior weighs, divided among them by how frequent each is: a tenth of all, so that it does not
# drown a few hearings, and no more than this, so that it does not drown a small group of a large round.
PRIOR_SHARE, PRIOR_AT_MOST = 0.1, 500.0
# Two-sided 5 %.
STANDS_OUT = 1.96
FEWEST = 3


@dataclass(frozen=True)
class Apart:
    """`inside` and `outside`: opinions of the group, and others, that hold the word."""

    word: str
    inside: int
    outside: int
    z: float

    @property
    def stands_out(self) -> bool:
        return self.z >= STANDS_OUT


def words_apart(inside: Mapping[str, int], everywhere: Mapping[str, int]) -> list[Apart]:
    """Words of the group, those that set it apart most first; words of fewer than three opinions are left out.

    `inside`: word to opinions of the group; `everywhere`: the same of the group and all others.
    """
    of_group, of_all = sum(inside.values()), sum(everywhere.values())
    of_others = of_all - of_group
    seen_before = prior_of(of_all)
    found = []
    for word, number in inside.items():
        if everywhere[word] < FEWEST:
            continue
        others = everywhere[word] - number
        prior = seen_before * everywhere[word] / of_all
        odds = _log_odds(number + prior, of_group + seen_before)
        z = (odds - _log_odds(others + prior, of_others + seen_before)) / sqrt(
            1 / (number + prior) + 1 / (others + prior)
        )
        found.append(Apart(word, number, others, z))
    return sorted(found, key=lambda each: (-each.z, -each.inside, each.word))


def prior_of(words: int) -> float:
    return min(PRIOR_AT_MOST, PRIOR_SHARE * words)


def _log_odds(with_word: float, of_all: float) -> float:
    # Where one word is all there is, nothing is left for the others.
    return log(with_word / max(of_all - with_word, 1e-9))
