"""What the pages of words ask beside the filter of opinions."""

from typing import Generic, Self

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length

from consult.asking_form import AskingForm
from consult.form_fields import offered
from consult.opinion_filter import OpinionFilter
from consult.word_tables.asked import LONGEST_WORD, AnyAsked, ApartAsked, LinesAsked, WordsAsked

# Fields of the filter by which opinions can be parted.
AXES = {
    "theme": "テーマ",
    "package": "政策パッケージ",
    "model": "重点推進モデル",
    "sector": "相手方の区分",
    "channel": "受け付けた方法・ヒアリングの種別",
}
TOO_LONG = f"{LONGEST_WORD}字以内で入力してください。"
COLUMNS = ("opinions", "times", "word")
APART_COLUMNS = ("z", "inside", "outside", "word")
ORDERS = (("after", "右の語の順"), ("before", "左の語の順"), ("newest", "新しい意見から"))


class WordsForm(AskingForm, Generic[AnyAsked]):
    """One page's own questions; `AnyAsked` is what they come to."""

    once = BooleanField("同じ文の意見を一つと数える")

    @classmethod
    def read(cls, sent: "MultiDict[str, str]") -> Self:
        form = cls(sent)
        form.validate()
        return form

    def asked(self, opinions: OpinionFilter) -> AnyAsked:
        raise NotImplementedError


class FrequentForm(WordsForm[WordsAsked]):
    word = StringField(
        "表から探す語",
        [Length(max=LONGEST_WORD, message=TOO_LONG)],
        description="この字を含む語だけを並べます。意見は絞りません。",
    )
    order = HiddenField()

    def asked(self, opinions: OpinionFilter) -> WordsAsked:
        order = self.order.data or ""
        known = order.removeprefix("-") in COLUMNS
        words = shortened(self.word.data)
        return WordsAsked(opinions, self.once.data, words, order if known else WordsAsked.USUAL)


class LinesForm(WordsForm[LinesAsked]):
    word = StringField(
        "前後を読む語",
        [Length(max=LONGEST_WORD, message=TOO_LONG)],
        description="一つの語か、続けて書かれた語（「バス停が遠い」など）を入力します。書き方の違いはそろえて探します。",
    )
    order = SelectField("並び順", choices=offered(ORDERS), validate_choice=False)

    def asked(self, opinions: OpinionFilter) -> LinesAsked:
        order = self.order.data if self.order.data in dict(ORDERS) else "after"
        return LinesAsked(opinions, self.once.data, shortened(self.word.data), order)


class ApartForm(WordsForm[ApartAsked]):
    axis = SelectField("分ける軸", choices=offered(AXES.items()), validate_choice=False)
    order = HiddenField()

    def asked(self, opinions: OpinionFilter) -> ApartAsked:
        axis = self.axis.data if self.axis.data in AXES else "theme"
        order = self.order.data or ""
        known = order.removeprefix("-") in APART_COLUMNS
        return ApartAsked(opinions, self.once.data, "", order if known else ApartAsked.USUAL, axis)


def shortened(typed: str | None) -> str:
    return (typed or "").strip()[:LONGEST_WORD]
