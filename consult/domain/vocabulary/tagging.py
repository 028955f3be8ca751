"""Words of suggesting, deciding and learning."""

from consult.domain.vocabulary.base import Vocabulary


class Facet(Vocabulary):
    """The three independent facets of a tag."""

    THEME = "theme", "テーマ"
    PACKAGE = "package", "政策パッケージ"
    MODEL = "model", "重点推進モデル"


class Outcome(Vocabulary):
    """What a person decided about one tag."""

    CONFIRMED = "confirmed", "確定"
    REJECTED = "rejected", "却下"


class LinkKind(Vocabulary):
    """What of the plan or of a draft an opinion leads to."""

    MEASURE = "measure", "主な施策"
    KPI = "kpi", "KPI"
    PASSAGE = "passage", "案の箇所"


class Certainty(Vocabulary):
    """How probable a suggestion is, in words (bounds: domain.certainty)."""

    HIGH = "high", "高い"
    MIDDLE = "middle", "ふつう"
    LOW = "low", "低い"


class RuleStrength(Vocabulary):
    """What a coding rule says where it holds."""

    STRONG = "strong", "強い"
    WEAK = "weak", "弱い"
    HIDES = "hides", "打ち消す"


class TaggerState(Vocabulary):
    """How a learned tagger stands. None active: the cold tagger, without decisions, is at work."""

    SHADOW = "shadow", "試行中"
    ACTIVE = "active", "使用中"
    RETIRED = "retired", "以前のもの"


class RefitState(Vocabulary):
    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "学習中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"
    STOPPED = "stopped", "中止"


class Standing(Vocabulary):
    """How an opinion stands between the machine's suggestions and people's decisions."""

    CONFIRMED = "confirmed", "確定"
    SUGGESTED = "suggested", "候補"
    UNREVIEWED = "unreviewed", "未確認"
    UNTAGGED = "untagged", "分類なし"


class Stance(Vocabulary):
    """How an opinion stands to what it is about, as far as its words show (domain.stance). A hint, never a decision."""

    OPPOSE = "oppose", "反対の言い方"
    CONDITIONAL = "conditional", "条件つきの言い方"
    SUPPORT = "support", "賛成の言い方"
    NEITHER = "neither", "どちらでもない"
