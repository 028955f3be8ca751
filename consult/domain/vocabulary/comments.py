"""Words of a public comment round: the case, its form, its answers, its results."""

from consult.domain.vocabulary.base import Vocabulary


class ConsultationStage(Vocabulary):
    """What officials set. Before, during and after the period follow from the clock (domain.lifecycle)."""

    DRAFT = "draft", "準備中"
    ANNOUNCED = "announced", "公開"


class CasePhase(Vocabulary):
    """Where a case stands at a moment (domain.lifecycle); stored nowhere. The labels are those that citizens read."""

    PREPARING = "preparing", "準備中"
    UPCOMING = "upcoming", "募集前"
    OPEN = "open", "募集中"
    CONSIDERING = "considering", "検討中"
    RESULTS = "results", "結果公表"
    DROPPED = "dropped", "取りやめ"


class DeadlineRule(Vocabulary):
    """What decides whether a posted submission came in time (R4)."""

    ARRIVAL = "arrival", "必着"
    POSTMARK = "postmark", "消印有効"


class OfferedPlaces(Vocabulary):
    """What an opinion may be about, besides the whole draft (C3)."""

    BY_DRAFT = "by_draft", "案の文章の章と節（文章がない間は、政策パッケージ）"
    WITH_PACKAGES = "with_packages", "案の文章の章と節、政策パッケージ"
    WITHOUT_PACKAGES = "without_packages", "案の文章の章と節（政策パッケージは出さない）"

    def has_packages(self, *, has_text: bool) -> bool:
        """Whether the strategy's packages are offered; by default only where the draft offers nothing of its own."""
        return self is OfferedPlaces.WITH_PACKAGES or (self is OfferedPlaces.BY_DRAFT and not has_text)


class SubmitterItem(Vocabulary):
    """What a case may ask of a submitter (R21); the labels are those of the form, on screen and on paper."""

    NAME = "name", "お名前"
    KANA = "kana", "ふりがな"
    ORGANISATION = "organisation", "団体・事業者の名称"
    REPRESENTATIVE = "representative", "代表者の氏名"
    POSTAL_CODE = "postal_code", "郵便番号"
    ADDRESS = "address", "ご住所"
    PHONE = "phone", "電話番号"
    EMAIL = "email", "メールアドレス"
    AGE_BAND = "age_band", "年代"
    DISTRICT = "district", "お住まいの地区"
    SUBMITTER_CLASS = "submitter_class", "市との関わり"


class Demand(Vocabulary):
    """How strongly a case asks for an item. An item without a row is not asked (聞かない)."""

    REQUIRED = "required", "必須"
    OPTIONAL = "optional", "任意"


class AgeBand(Vocabulary):
    UNDER_20 = "under_20", "20歳未満"
    TWENTIES = "twenties", "20代"
    THIRTIES = "thirties", "30代"
    FORTIES = "forties", "40代"
    FIFTIES = "fifties", "50代"
    SIXTIES = "sixties", "60代"
    SEVENTY_UP = "seventy_up", "70歳以上"


class SubmitterClass(Vocabulary):
    """提出者区分 (R22)."""

    LIVES_HERE = "lives_here", "市内に住んでいる"
    WORKS_HERE = "works_here", "市内で働いている"
    STUDIES_HERE = "studies_here", "市内で学んでいる"
    FIRM_OR_GROUP = "firm_or_group", "市内に事務所・事業所がある"
    TAXPAYER = "taxpayer", "市に納税している"
    INTERESTED = "interested", "この案件に利害関係がある"
    OTHER = "other", "その他"


class FormSignal(Vocabulary):
    """How a form was sent (TS8): a fact with an innocent reason, never one to refuse it. A person decides (R32)."""

    TRAP_FILLED = "trap_filled", "人には見えない欄に記入がある"
    FILLED_QUICKLY = "filled_quickly", "画面を開いてから3秒以内に送られた"
    CASE_FLOODED = "case_flooded", "この案件に一度に多くの提出が届いていた間に送られた"


class Disposition(Vocabulary):
    """反映区分: the neutral codes (§4). Each consultation prints its own labels beside them."""

    REVISED = "revised", "案を修正"
    COVERED = "covered", "記載済み"
    EXPLAINED = "explained", "案のとおり（理由を説明）"
    REFERENCE = "reference", "今後の参考"
    AGREEMENT = "agreement", "賛同"
    OTHER = "other", "その他"


class FlagKind(Vocabulary):
    """What a person noticed about an opinion (R33). 対象外 is counted in a line of its own."""

    OFF_TOPIC = "off_topic", "対象外"
    BLANK = "blank", "白紙・内容なし"
    ILLEGIBLE = "illegible", "判読できない"
    DEFAMATION = "defamation", "誹謗中傷"
    THIRD_PARTY = "third_party", "第三者の利益"


class ResponseState(Vocabulary):
    """How far an answer is (R37)."""

    DRAFTING = "drafting", "作成中"
    CHECKING = "checking", "担当課確認中"
    AWAITING_APPROVAL = "awaiting_approval", "決裁待ち"
    APPROVED = "approved", "決裁済み"


class ResponseStep(Vocabulary):
    """Named acts on an answer. Returning and taking back an approval need a comment."""

    SENT_TO_CHECK = "sent_to_check", "担当課の確認に回した"
    SENT_TO_APPROVAL = "sent_to_approval", "決裁に回した"
    RETURNED = "returned", "差し戻した"
    APPROVED = "approved", "決裁した"
    REOPENED = "reopened", "決裁を取り消した"


class PublicationKind(Vocabulary):
    RESULTS = "results", "結果公表"
    CORRECTION = "correction", "正誤"
    NOT_ADOPTED = "not_adopted", "策定しないことの公表"


class PublishedOutcome(Vocabulary):
    """What became of one opinion in a publication: every opinion that arrived has exactly one (R41)."""

    ANSWERED = "answered", "市の考え方を示したもの"
    OFF_TOPIC = "off_topic", "対象外"
    LATE = "late", "期限後に届いたもの"
    SET_ASIDE = "set_aside", "受付対象としなかったもの"
    WITHDRAWN = "withdrawn", "取下げ"


class ResultAxis(Vocabulary):
    """What the figures of a round are broken down by (R41); committee members stand apart (R43)."""

    ROUND = "round", "全体"
    CHANNEL = "channel", "提出方法"
    PLACE = "place", "案の該当箇所"
    CLASS = "class", "反映区分"
    KIND = "kind", "個人・団体"
    SUBMITTER_CLASS = "submitter_class", "提出者区分"
    DISTRICT = "district", "地区"
    AGE_BAND = "age_band", "年代"
    THEME = "theme", "テーマ"
    PACKAGE = "package", "政策パッケージ"
    COMMITTEE = "committee", "委員意見"
    COMMITTEE_CLASS = "committee_class", "委員意見の反映区分"


class DraftSource(Vocabulary):
    """How a text of the draft came in."""

    PASTED = "pasted", "貼り付けた文章"
    MARKDOWN = "markdown", "Markdown"
    DOCX = "docx", "Wordファイル"
