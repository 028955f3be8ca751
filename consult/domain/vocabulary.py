"""Every stored code with its Japanese label. One concept, one word (docs: style of the house, §2)."""

from enum import Enum
from typing import Self


class Vocabulary(Enum):
    """A stored code (`value`) and the word on screen (`label`)."""

    def __new__(cls, code: str, label: str) -> "Vocabulary":
        member = object.__new__(cls)
        member._value_ = code
        member.label = label
        return member

    label: str

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with a stored code; ValueError for a code that does not exist."""
        for member in cls:
            if member.value == code:
                return member
        raise ValueError(f"{code!r} is no {cls.__name__}")

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs for a select, in the order of definition."""
        return [(member.value, member.label) for member in cls]


class Role(Vocabulary):
    OFFICIAL = "official", "担当職員"
    DRAFTER = "drafter", "策定担当"
    APPROVER = "approver", "決裁者"
    ADMIN = "admin", "管理者"


class Facet(Vocabulary):
    """The three independent facets of a tag."""

    THEME = "theme", "テーマ"
    PACKAGE = "package", "政策パッケージ"
    MODEL = "model", "重点推進モデル"


class Outcome(Vocabulary):
    """What a person decided about one tag."""

    CONFIRMED = "confirmed", "確定"
    REJECTED = "rejected", "却下"


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


class OpinionSource(Vocabulary):
    SUBMISSION = "submission", "提出された意見"
    HEARING = "hearing", "ヒアリング"
    PUBLISHED_PAGE = "published_page", "公表資料"


class Standing(Vocabulary):
    """How an opinion stands between the machine's suggestions and people's decisions."""

    CONFIRMED = "confirmed", "確定"
    SUGGESTED = "suggested", "候補"
    UNREVIEWED = "unreviewed", "未確認"
    UNTAGGED = "untagged", "分類なし"


class Channel(Vocabulary):
    """提出方法 (R20)."""

    FORM = "form", "電子フォーム"
    EMAIL = "email", "電子メール"
    POST = "post", "郵送"
    FAX = "fax", "ファクス"
    COUNTER = "counter", "窓口"
    PHONE = "phone", "電話"
    COMMITTEE = "committee", "委員意見"


class SubmitterKind(Vocabulary):
    PERSON = "person", "個人"
    ORGANISATION = "organisation", "団体・事業者"
    ANONYMOUS = "anonymous", "名前を書かない"


class HearingKind(Vocabulary):
    EXTERNAL = "external", "関係機関ヒアリング"
    INTERNAL = "internal", "庁内ヒアリング"
    PARTICIPATION = "participation", "会議への参画"
    ASSEMBLY = "assembly", "市議会との意見交換"


class HearingMethod(Vocabulary):
    VISIT = "visit", "訪問"
    RECEIVED = "received", "来庁"
    ONLINE = "online", "オンライン"
    PHONE = "phone", "電話"
    PAPER = "paper", "書面"


class Consent(Vocabulary):
    """公表の承諾: how much of a hearing may leave the house. Until somebody asked, nothing does."""

    NAME = "name", "団体名と内容を公表してよい"
    CONTENT = "content", "内容だけ公表してよい"
    NONE = "none", "公表しない"
    UNKNOWN = "unknown", "未確認"

    @property
    def lets_content_out(self) -> bool:
        return self in (Consent.NAME, Consent.CONTENT)


class Reach(Vocabulary):
    """Whether a body heard is of this city."""

    INSIDE = "inside", "市内"
    OUTSIDE = "outside", "市外"
    UNKNOWN = "unknown", "不明・未記入"


class Sector(Vocabulary):
    """産官学金労言(士), and those whom that list forgets."""

    INDUSTRY = "industry", "産（事業者・生産者）"
    GOVERNMENT = "government", "官（行政・議会）"
    ACADEMIA = "academia", "学（学校・研究機関）"
    FINANCE = "finance", "金（金融機関）"
    LABOUR = "labour", "労（労働団体）"
    MEDIA = "media", "言（報道機関）"
    PROFESSIONS = "professions", "士（専門職）"
    CITIZENS = "citizens", "民（市民・市民団体）"
    MEDICAL_WELFARE = "medical_welfare", "医療・福祉"
    OTHER = "other", "その他"
    # Nobody chooses it: it absorbs what was left empty, so that every axis adds up (R41).
    UNKNOWN = "unknown", "不明・未記入"


class ImportKind(Vocabulary):
    """What the rows of an imported file become."""

    HEARINGS = "hearings", "ヒアリングの記録"


class ImportState(Vocabulary):
    """取込: nothing counts before DONE; an undone one counts no more."""

    DRAFT = "draft", "確認中"
    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "取込中"
    DONE = "done", "取込済み"
    FAILED = "failed", "失敗"
    UNDONE = "undone", "取消済み"


class RowOutcome(Vocabulary):
    """What a row of a file would become. 要修正 stops the whole import; 要確認 is imported and looked at later."""

    IMPORTED = "imported", "取込"
    TO_CHECK = "to_check", "要確認"
    LEFT_OUT = "left_out", "対象外"
    TO_MEND = "to_mend", "要修正"


class ConsultationStage(Vocabulary):
    """What officials set. Open or closed follows from the dates (domain.period)."""

    DRAFT = "draft", "準備中"
    ANNOUNCED = "announced", "公開"


class KpiDirection(Vocabulary):
    """Which way is better."""

    UP = "up", "増えるほどよい"
    DOWN = "down", "減るほどよい"


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


class PersonalKind(Vocabulary):
    """What a passage gives away; the codes are those of nlp's finder, and `typed` for what a person pointed at."""

    NAME = "name", "氏名"
    PHONE = "phone", "電話番号"
    ADDRESS = "address", "住所"
    EMAIL = "email", "メールアドレス"
    ACCOUNT = "account", "アカウント・口座"
    NUMBER = "number", "個人の番号"
    PLATE = "plate", "車のナンバー"
    BIRTH_DATE = "birth_date", "生年月日"
    SCHOOL_CLASS = "school_class", "学校と学級"
    COMBINATION = "combination", "一人に絞れる言い方"
    TYPED = "typed", "職員が指した箇所"


class PassageOutcome(Vocabulary):
    """What a person decided on a passage."""

    MASKED = "masked", "伏せる"
    KEPT = "kept", "伏せない"


class RedactionReason(Vocabulary):
    """Why a passage is masked (R33)."""

    PERSONAL = "personal", "個人情報"
    THIRD_PARTY = "third_party", "第三者の利益"
    DEFAMATION = "defamation", "誹謗中傷"
    OTHER = "other", "その他"


class AuditAction(Vocabulary):
    """Verbs of the audit log; each new act of a service adds one."""

    LOADED = "loaded", "読み込んだ"
    ADDED = "added", "登録した"
    CHANGED = "changed", "変更した"
    REMOVED = "removed", "取り除いた"
    RECEIVED = "received", "受け付けた"
    SPLIT = "split", "意見に分けた"
    WITHDREW = "withdrew", "取り下げた"
    PUT_BACK = "put_back", "元に戻した"
    MERGED = "merged", "同じ相手方としてまとめた"
    SUGGESTED = "suggested", "候補を付けた"
    CONFIRMED = "confirmed", "確定した"
    REJECTED = "rejected", "却下した"
    UNDID = "undid", "取り消した"
    CHOSE = "chose", "代表意見に選んだ"
    REDACTED = "redacted", "伏せた"
    CLEARED = "cleared", "伏せないと決めた"
    CODED = "coded", "候補を見ずに分類した"
    RELEASED = "released", "候補を見ない分類から外した"
    ANNOUNCED = "announced", "公開した"
    VIEWED = "viewed", "閲覧した"
    EXPORTED = "exported", "書き出した"
    IMPORTED = "imported", "取り込んだ"
    ISSUED = "issued", "パスワード設定用リンクを発行した"
    SIGNED_IN = "signed_in", "サインインした"
    SIGNED_OUT = "signed_out", "サインアウトした"
    ASKED = "asked", "頼んだ"
    STOPPED = "stopped", "中止した"
    ENDED = "ended", "終えた"
    BACKED_UP = "backed_up", "控えを取った"
    RESTORED = "restored", "控えから戻した"
