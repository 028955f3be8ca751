"""What a case asks of its submitters, how strongly and why (R7, R21, R22): one content for the screen and for paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import Demand, SubmitterItem

# An organisation has no age, and a person no representative: what is demanded of one is nothing to the other.
OF_PERSON = frozenset(
    {SubmitterItem.NAME, SubmitterItem.KANA, SubmitterItem.AGE_BAND, SubmitterItem.DISTRICT}
)
OF_ORGANISATION = frozenset({SubmitterItem.ORGANISATION, SubmitterItem.REPRESENTATIVE})
# Who lives elsewhere has a say, too (R22: 在勤・在学), and a place to tick where the district is demanded.
OUTSIDE = "市外"

STANDARD_REASONS: Mapping[SubmitterItem, str] = {
    SubmitterItem.NAME: "どなたの意見かを市が確かめるためにうかがいます。",
    SubmitterItem.KANA: "お名前を正しくお呼びするためにうかがいます。",
    SubmitterItem.ORGANISATION: "団体としての意見かを知るためにうかがいます。",
    SubmitterItem.REPRESENTATIVE: "団体としての意見かを確かめるためにうかがいます。",
    SubmitterItem.POSTAL_CODE: "ご住所を確かめるためにうかがいます。",
    SubmitterItem.ADDRESS: "市にお住まいか、市に関わりのある方かを知るためにうかがいます。",
    SubmitterItem.PHONE: "内容について連絡が必要になったときに使います。",
    SubmitterItem.EMAIL: "内容について連絡が必要になったときに使います。",
    SubmitterItem.AGE_BAND: "どの年代の声が届いているかを知るためにうかがいます。",
    SubmitterItem.DISTRICT: "どの地区の声が届いているかを知るためにうかがいます。",
    SubmitterItem.SUBMITTER_CLASS: "意見を出せる方かを確かめるためにうかがいます。",
}
# Hints only: whatever is typed is taken and kept as typed (R26).
HOW_TO_WRITE: Mapping[SubmitterItem, str] = {
    SubmitterItem.KANA: "ひらがなでもカタカナでもかまいません。",
    SubmitterItem.POSTAL_CODE: "例：000-0000。〒やハイフンは、あってもなくてもかまいません。",
    SubmitterItem.PHONE: "例：0000-00-0000。ハイフンは、あってもなくてもかまいません。",
    SubmitterItem.EMAIL: "例：hanako@example.jp",
}


# How many digits it usually has.
DIGITS: Mapping[SubmitterItem, tuple[int, ...]] = {
    SubmitterItem.POSTAL_CODE: (7,),
    SubmitterItem.PHONE: (10, 11),
}
# What a new case asks until somebody says otherwise.
USUAL_ITEMS = (SubmitterItem.NAME, SubmitterItem.ADDRESS, SubmitterItem.EMAIL)


@dataclass(frozen=True)
class Asked:
    """One item as this case asks for it."""

    item: SubmitterItem
    demand: Demand
    reason: str = ""

    @property
    def why(self) -> str:
        return STANDARD_REASONS[self.item] if is_blank(self.reason) else self.reason

    @property
    def help(self) -> str:
        """Under the label: why it is asked, and how it may be written."""
        return self.why + HOW_TO_WRITE.get(self.item, "")

    @property
    def is_required(self) -> bool:
        return self.demand is Demand.REQUIRED


@dataclass(frozen=True)
class AskedItems:
    """The items of one case in its order. What is not among them is not asked."""

    lines: tuple[Asked, ...] = ()

    @property
    def items(self) -> frozenset[SubmitterItem]:
        return frozenset(each.item for each in self.lines)

    @property
    def knows_organisations(self) -> bool:
        """Only then a submitter says whether a person or an organisation writes."""
        return bool(self.items & OF_ORGANISATION)

    @property
    def demands_any(self) -> bool:
        return any(each.is_required for each in self.lines)

    def asked(self, item: SubmitterItem) -> Asked | None:
        return next((each for each in self.lines if each.item is item), None)

    def required_of(self, item: SubmitterItem) -> str:
        """The words beside the label; "" for what may stay empty."""
        asked = self.asked(item)
        if asked is None or not asked.is_required:
            return ""
        if item in OF_ORGANISATION:
            return "団体の場合は必須"
        return "個人の場合は必須" if self.knows_organisations and item in OF_PERSON else "必須"

    def must_have(self, item: SubmitterItem, *, is_organisation: bool) -> bool:
        """Whether this submitter may not leave it empty."""
        if not self.required_of(item):
            return False
        if item in OF_ORGANISATION:
            return is_organisation
        return not (is_organisation and item in OF_PERSON)


@dataclass(frozen=True)
class AskedChange:
    """What a case began or ceased to ask for while somebody was writing."""

    added: tuple[SubmitterItem, ...] = ()
    dropped: tuple[SubmitterItem, ...] = ()


NOTHING_ASKED = "-"


def as_told(asked: AskedItems) -> str:
    """What a page tells the next step about the items it asked for: `name:optional address:required`."""
    return " ".join(f"{each.item.value}:{each.demand.value}" for each in asked.lines) or NOTHING_ASKED


def change_since(told: str, asked: AskedItems) -> AskedChange:
    """Between the page that was shown and the case of now; a page that tells nothing has seen nothing change."""
    if not told:
        return AskedChange()
    seen = dict(_pairs(told.split()[: len(SubmitterItem)]))
    added = (
        each.item
        for each in asked.lines
        if each.item not in seen or (each.is_required and seen[each.item] != Demand.REQUIRED.value)
    )
    return AskedChange(tuple(added), tuple(item for item in seen if item not in asked.items))


def _pairs(words: Sequence[str]) -> Iterable[tuple[SubmitterItem, str]]:
    codes = {each.value: each for each in SubmitterItem}
    for word in words:
        code, _, demand = word.partition(":")
        if code in codes:
            yield codes[code], demand


def looks_mistyped(item: SubmitterItem, typed: str) -> str:
    """Something to look at again before sending; "" where there is nothing. It never refuses (R26)."""
    usual = DIGITS.get(item, ())
    digits = sum(char.isdecimal() for char in typed)
    if is_blank(typed) or not usual or digits in usual:
        return ""
    return f"数字がふつうの{'・'.join(map(str, usual))}桁と違うようです。よければ、このまま送れます。"
