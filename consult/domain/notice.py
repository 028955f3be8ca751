"""募集要領: what a consultation must say before citizens see it (R1–R13 as far as this product asks; O7)."""

from dataclasses import dataclass

from consult.domain.errors import NoticeIncomplete, PeriodReversed, ShortPeriodUnexplained
from consult.domain.period import CUSTOMARY_DAYS, CommentPeriod
from consult.domain.plain_text import is_blank


@dataclass(frozen=True)
class Notice:
    """What officials have written so far."""

    title: str
    purpose: str
    outline: str
    eligibility: str
    contact: str
    period: CommentPeriod
    short_period_reason: str
    files: int

    @property
    def missing(self) -> list[str]:
        """The items without which it may not be announced, by the names on the form."""
        written = {
            "件名": self.title,
            "趣旨・目的": self.purpose,
            "案の概要": self.outline,
            "意見を出せる方": self.eligibility,
            "担当・問い合わせ先": self.contact,
        }
        missing = [name for name, text in written.items() if is_blank(text)]
        if not self.files:
            missing.append("案のファイル")
        if self.period.is_short and is_blank(self.short_period_reason):
            missing.append("募集期間が短い理由")
        return missing


def check_period(period: CommentPeriod, short_period_reason: str) -> None:
    """Raises PeriodReversed for a last day before the first; under 30 days asks for a reason, and takes any (R13)."""
    if period.closes_on < period.opens_on:
        raise PeriodReversed("募集の最終日が初日より前になっています。", field="closes_on")
    if period.is_short and is_blank(short_period_reason):
        raise ShortPeriodUnexplained(
            f"募集期間は{period.days}日間で、目安の{CUSTOMARY_DAYS}日より短くなっています。"
            "このまま募集できますが、短くする理由を書いてください（公開されます）。",
            field="short_period_reason",
        )


def check_complete(notice: Notice) -> None:
    """Raises NoticeIncomplete, naming every missing item."""
    if notice.missing:
        raise NoticeIncomplete(f"まだ次の項目がありません：{'、'.join(notice.missing)}。")
