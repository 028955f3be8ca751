"""Words of the strategy and of its making."""

from consult.domain.vocabulary.base import Vocabulary


class KpiDirection(Vocabulary):
    """Which way is better."""

    UP = "up", "増えるほどよい"
    DOWN = "down", "減るほどよい"


class Achievement(Vocabulary):
    """Where a KPI stands between its baseline and its target."""

    MET = "met", "達成"
    ADVANCING = "advancing", "目標に近づいている"
    UNCHANGED = "unchanged", "基準値のまま"
    RECEDING = "receding", "基準値より離れている"
    NOT_MET = "not_met", "未達成"
    UNKNOWN = "unknown", "判定できない"


class Pace(Vocabulary):
    """How a division judges a package's year (評価の区分)."""

    ON_TRACK = "on_track", "順調"
    MOSTLY = "mostly", "おおむね順調"
    SLOW = "slow", "やや遅れている"
    BEHIND = "behind", "遅れている"
    OPEN = "open", "まだ評価できない"


class PopulationFigureKind(Vocabulary):
    """Words for figures of a population vision that the source names by a key alone."""

    PEAK = "peak", "ピーク時"
    EVACUEE_INFLOW = "evacuee_inflow", "避難者の流入"


class ProcessChannel(Vocabulary):
    """What kind of step it was in the making of the strategy (策定の経過)."""

    REVIEW = "review", "現行戦略の検証"
    DESK_RESEARCH = "desk_research", "国等の動向"
    EXTERNAL_HEARING = "external_hearing", "関係機関ヒアリング"
    INTERNAL_HEARING = "internal_hearing", "庁内ヒアリング"
    EXTERNAL_MEETING = "external_meeting", "会議への参画"
    ASSEMBLY = "assembly", "市議会との意見交換"
    ANALYSIS = "analysis", "推計・分析"
    PUBLIC_COMMENT = "public_comment", "パブリックコメント"
    COMMITTEE = "committee", "委員意見"
