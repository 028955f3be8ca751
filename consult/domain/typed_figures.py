"""Numbers as people type them into a table: full width, thousands, △ for minus, the unit behind. A blank is no 0 (D7)."""

import re
import unicodedata
from decimal import Decimal

from consult.domain.echo import echoed
from consult.domain.errors import UnreadableFigure

LARGEST = Decimal(10) ** 12
MINUS = str.maketrans(dict.fromkeys("△▲−‐–—―", "-"))
FIGURE = re.compile(r"^[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?$")
NOTHING = re.compile(r"^(?:-+|なし|無し|未定|未集計|未公表|不明|n/?a)$", re.IGNORECASE)


def read_figure(typed: str, *, unit: str | None = None, decimals: int | None = None) -> Decimal | None:
    """None for a blank. Raises UnreadableFigure for what is no number, too large, or finer than `decimals` places."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).translate(MINUS)
    if not plain:
        return None
    if unit:
        plain = plain.removesuffix(re.sub(r"\s", "", unicodedata.normalize("NFKC", unit)))
    if NOTHING.match(plain):
        raise UnreadableFigure(
            "値がないときは空欄にし、値がない理由を書いてください。0は「0という値」になります。"
        )
    if not FIGURE.match(plain):
        shown = echoed(typed)
        raise UnreadableFigure(
            f"「{shown}」は数として読み取れません。1,234、0.5、△12 のように入力してください。"
        )
    figure = Decimal(plain.replace(",", ""))
    if abs(figure) > LARGEST:
        raise UnreadableFigure("大きすぎる数です。桁を確かめてください。")
    if decimals is not None and figure != round(figure, decimals):
        places = f"小数第{decimals}位まで" if decimals else "整数"
        raise UnreadableFigure(
            f"このKPIの値は{places}です。桁を確かめるか、KPIの小数の桁数を変えてください。"
        )
    return figure
