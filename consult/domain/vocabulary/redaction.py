"""Words of what may not leave the house."""

from consult.domain.vocabulary.base import Vocabulary


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
