"""Words of the house: roles, and the verbs of the audit log."""

from consult.domain.vocabulary.base import Vocabulary


class Role(Vocabulary):
    OFFICIAL = "official", "担当職員"
    DRAFTER = "drafter", "策定担当"
    APPROVER = "approver", "決裁者"
    ADMIN = "admin", "管理者"


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
    GROUPED = "grouped", "意見をまとめた"
    ANSWERED = "answered", "回答の手続を進めた"
    CONFIRMED = "confirmed", "確定した"
    REJECTED = "rejected", "却下した"
    UNDID = "undid", "取り消した"
    CHOSE = "chose", "代表意見に選んだ"
    REDACTED = "redacted", "伏せた"
    CLEARED = "cleared", "伏せないと決めた"
    CODED = "coded", "候補を見ずに分類した"
    RELEASED = "released", "候補を見ない分類から外した"
    ANNOUNCED = "announced", "公開した"
    PUBLISHED = "published", "公表した"
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
