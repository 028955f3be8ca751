"""What the pages of words ask beside the filter of opinions."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from consult.opinion_filter import OpinionFilter
from consult.word_tables.asked import LONGEST_WORD, WordsAsked

TOO_LONG = f"{LONGEST_WORD}字以内で入力してください。"
COLUMNS = ("opinions", "times", "word")


class FrequentForm(FlaskForm):
    class Meta:
        # Reading changes nothing, so there is nothing to forge.
        csrf = False

    word = StringField(
        "表から探す語",
        [Length(max=LONGEST_WORD, message=TOO_LONG)],
        description="この字を含む語だけを並べます。意見は絞りません。",
    )
    order = HiddenField()

    def asked(self, opinions: OpinionFilter) -> WordsAsked:
        order = self.order.data or ""
        known = order.removeprefix("-") in COLUMNS
        return WordsAsked(opinions, shortened(self.word.data), order if known else WordsAsked.USUAL)


def shortened(typed: str | None) -> str:
    return (typed or "").strip()[:LONGEST_WORD]
