"""Words of how opinions arrive: submissions, hearings, published pages, files of rows."""

from consult.domain.vocabulary.base import Vocabulary


class OpinionSource(Vocabulary):
    SUBMISSION = "submission", "提出された意見"
    HEARING = "hearing", "ヒアリング"
    PUBLISHED_PAGE = "published_page", "公表資料"


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
    SUBMISSIONS = "submissions", "提出された意見"
    INQUIRY = "inquiry", "庁内照会の回答"


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
