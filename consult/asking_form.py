"""The parent of every form that only asks: a filter, an order, a field to compare by."""

from flask_wtf import FlaskForm


class AskingForm(FlaskForm):
    class Meta:
        # Reading changes nothing, so there is nothing to forge.
        csrf = False
