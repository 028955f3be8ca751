"""What most notices say alike (R7–R10, R12): offered as text to edit, so that a round of three opinions is quickly announced."""

from collections.abc import Mapping

from consult.domain.vocabulary import Channel

# By the names of the columns.
STANDARD_TEXTS: Mapping[str, str] = {
    "eligibility": "市内にお住まいの方、市内で働く方・学ぶ方、市内の事業者・団体、この案件に利害関係のある方",
    "use_statement": "お名前などは、ご意見の内容を確かめるためにだけ使います。公表しません。",
    "results_plan": "募集が終わったあと、いただいたご意見の概要と市の考え方を、このページで公表する予定です。",
    "reply_statement": "ご意見に個別の回答はしません。",
    "consideration_statement": "賛否の数ではなく、ご意見の内容を検討します。",
    "inspection_places": "このページで、いつでも読めます。",
}
# Those that can be given in a notice; committee members hand in their sheets within the house.
OFFERED_CHANNELS = (
    Channel.FORM,
    Channel.EMAIL,
    Channel.POST,
    Channel.COUNTER,
    Channel.FAX,
    Channel.PHONE,
)
USUAL_CHANNELS = OFFERED_CHANNELS[:4]
# What one must know to use a channel, as the form calls it and the check names it (R6).
DIRECTION_LABELS: Mapping[Channel, str] = {
    Channel.FORM: "電子フォームの案内",
    Channel.EMAIL: "送り先のメールアドレス",
    Channel.POST: "郵送の宛先",
    Channel.COUNTER: "窓口の場所と時間",
    Channel.FAX: "ファクスの番号",
    Channel.PHONE: "電話番号と時間",
}
UNITS = ("名", "人", "者", "人・団体", "団体", "通")
USUAL_UNIT = "名"
USUAL_RETENTION_YEARS = 5
MOST_RETENTION_YEARS = 100
