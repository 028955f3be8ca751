"""The district that a body's name tells: 「みどり地区の子ども会」「子ども会（みどり）」. Only what is said beyond doubt."""

import re
import unicodedata
from collections.abc import Collection, Iterator

DISTRICT = "地区"
IN_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]+)[)\]】〕]")
# What may stand before a district's name: another letter would make it the end of a longer name (南みどり地区).
BEFORE = ("市内", *"市の([【〔")


def district_told(name: str, districts: Collection[str]) -> str:
    """The one district that stands before 地区 or alone in brackets; "" where there is none, or more than one."""
    text = _folded(name)
    mentions = {district: list(_mentions(text, _bare(district))) for district in districts}
    told = [district for district in districts if mentions[district]]
    return told[0] if len(told) == 1 and all(mentions[told[0]]) else ""


def _mentions(text: str, bare: str) -> Iterator[bool]:
    """Each place that may tell of the district: whether it does so beyond doubt."""
    if not bare:
        return
    for found in re.finditer(re.escape(bare + DISTRICT), text):
        at = found.start()
        yield at == 0 or text.endswith(BEFORE, 0, at) or text[at - 1].isspace()
    for found in IN_BRACKETS.finditer(text):
        if found[1].strip() == bare:
            yield True


def _bare(district: str) -> str:
    """A city may write its list with 地区 or without."""
    return _folded(district).removesuffix(DISTRICT)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
