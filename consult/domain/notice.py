"""募集要領: what a consultation must say before citizens see it (R1–R13, O7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.domain.errors import NoticeIncomplete, PeriodReversed, ShortPeriodUnexplained
from consult.domain.period import CUSTOMARY_DAYS, CommentPeriod
from consult.domain.plain_text import is_blank
from consult.domain.standard_notice import DIRECTION_LABELS
from consult.domain.vocabulary import Channel

# Text columns without which nothing is announced, by their rule and their name on the form.
NEEDED_TEXTS: Mapping[str, str] = {
    "title": "件名",  # R1
    "purpose": "趣旨・目的",  # R2
    "outline": "案の概要",  # R3
    "eligibility": "意見を出せる方",  # R5
    "results_plan": "結果の公表の予定",  # R8
    "reply_statement": "個別の回答をしないこと",  # R9
    "inspection_places": "案を読める場所と時間",  # R10
    "contact": "担当・問い合わせ先",  # R11
    "consideration_statement": "数ではなく内容を検討すること",  # R12
}

# Either is enough (R3).
DRAFT_IS_LACKING = "案のファイルか、公開した案の文章"


@dataclass(frozen=True)
class Notice:
    """What officials have written so far. `drafts` counts the draft's files and its released texts (R3)."""

    texts: Mapping[str, str]
    period: CommentPeriod
    drafts: int
    # Channel and how to use it; the form of this site needs no directions (R6).
    methods: Mapping[Channel, str] = field(default_factory=dict)
    asks_items: bool = False

    @property
    def missing(self) -> list[str]:
        """The items without which it may not be announced, by the names on the form."""
        missing = [name for key, name in NEEDED_TEXTS.items() if self._lacks(key)]
        if not self.drafts:
            missing.append(DRAFT_IS_LACKING)
        missing += self._missing_of_methods()
        if self.asks_items and self._lacks("use_statement"):
            missing.append("お名前などの利用目的")  # R7
        if self.period.is_short and self._lacks("short_period_reason"):
            missing.append("募集期間が短い理由")  # R13
        return missing

    def _missing_of_methods(self) -> list[str]:
        if not self.methods:
            return ["提出方法"]
        return [
            DIRECTION_LABELS[channel]
            for channel, directions in self.methods.items()
            if channel in DIRECTION_LABELS and channel is not Channel.FORM and is_blank(directions)
        ]

    def _lacks(self, key: str) -> bool:
        return is_blank(self.texts.get(key, ""))


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
