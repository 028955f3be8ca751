"""Texts as long and as varied as people write them, made of invented parts: the same every time for the same chance.

No text of anybody is in here. Parts that stand first in a list come more often, as common words do.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from pathlib import Path

SHORTEST, MEDIAN, LONGEST = 20, 120, 600
SPREAD = 0.75
NOTES = 800

PARTS = Path(__file__).resolve().parent / "data" / "invented_parts.txt"
WHERE, WHO, WHAT, WISH, WHY = (part.split() for part in PARTS.read_text(encoding="utf-8").split("\n\n"))

# Names of groups: any two neighbours, so that the index has as many pieces as that of real texts.
SIGNS = (
    "山川田中木村林森石原野谷沢浜島岡橋本松竹梅桜花草葉根春夏秋冬朝夕月星空海波潮岸港船魚貝鳥馬牛羊犬東西南北上下左右前後内外青赤白黒金銀銅"
    "鉄土水火風雲雨雪光音色形心手足目耳口力人友父母兄弟家門戸窓道里町市国千百万長高広深明清静和平安福幸寿喜美善真正直強勇仁義礼智信"
)
END = (
    "と思います。",
    "と考えます。",
    "という意見です。",
    "ということを強く感じています。",
    "と、お願いします。",
)


class TextMaker:
    """Makes texts from one chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def opinion(self, number: int) -> str:
        """20 to 600 characters, half of them under 120; each its own, by its number."""
        length = self._chance.lognormvariate(log(MEDIAN - 15), SPREAD)
        if length < 2 * SHORTEST:
            return f"{self._pick(WHAT)}{self._pick(WISH)}{self._pick(END)}（{number}）"
        text = self._sentence()
        while len(text) < min(LONGEST - 70, length - 15):
            text += self._sentence()
        return f"{text}（{number}）"

    def notes(self, number: int) -> str:
        """What was said in a hearing, a bullet per line."""
        lines = [f"架空の記録{number}"]
        while sum(map(len, lines)) < NOTES:
            lines.append(f"・{self._sentence()}")
        return "\n".join(lines)

    def _sentence(self) -> str:
        pick, chance = self._pick, self._chance.random()
        claim = f"{pick(WHAT)}{pick(WISH)}"
        if chance < 0.3:
            claim = f"{pick(WHO)}にとって、{claim}"
        elif chance < 0.55:
            claim = f"{pick(WHY)}、{claim}"
        elif chance < 0.75:
            claim = f"{pick(WHO)}と{pick(WHO)}のために、{claim}"
        elif chance < 0.95:
            claim = f"「{''.join(self._chance.choices(SIGNS, k=3))}の会」の話から、{claim}"
        return f"{pick(WHERE)}では、{claim}{pick(END)}"

    def _pick(self, parts: Sequence[str]) -> str:
        return self._chance.choices(parts, cum_weights=_WEIGHTS[len(parts)])[0]


def _weights(size: int) -> Iterator[float]:
    return accumulate(1 / (n + 3) for n in range(size))


_WEIGHTS = {len(parts): list(_weights(len(parts))) for parts in (WHERE, WHO, WHAT, WISH, WHY, END)}
