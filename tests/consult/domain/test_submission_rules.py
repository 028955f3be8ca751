"""What counts as written, what as nothing, and when two forms say the same (TU3, TU6, TU8, TR7)."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import (
    WrittenOpinion,
    WrittenSubmission,
    as_written,
    looks_like_email,
)

SENT = WrittenSubmission(
    1, "花子", "架空町", "a@example.jp", (WrittenOpinion(None, "意見"), WrittenOpinion("A", "別"))
)


@given(st.text())
def test_only_line_ends_change(text: str) -> None:
    assert as_written(text).split("\n") == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert as_written(as_written(text)) == as_written(text)


@given(st.text(alphabet=" 　\t\n\u200b\u200d\ufeff\u3164\u2800\u00ad\ufe0f\u180e"))
def test_what_leaves_no_ink_is_blank(text: str) -> None:
    assert is_blank(text)


@given(st.text(), st.sampled_from("あ亜a1。？😀𠮷ｱ゛"), st.text())
def test_one_visible_character_is_enough(before: str, visible: str, after: str) -> None:
    assert not is_blank(before + visible + after)


def test_equal_content_has_an_equal_hash() -> None:
    assert replace(SENT).content_hash == SENT.content_hash


def test_every_part_of_the_content_changes_the_hash() -> None:
    changed = [
        replace(SENT, consultation_id=2),
        replace(SENT, name="花子 "),
        replace(SENT, address=""),
        replace(SENT, email="b@example.jp"),
        replace(SENT, opinions=SENT.opinions[::-1]),
        replace(SENT, opinions=SENT.opinions[:1]),
        replace(SENT, opinions=(WrittenOpinion("A", "意見"), SENT.opinions[1])),
        # What looks alike is not the same: nothing is normalised before it is compared (TU8).
        replace(SENT, name=unicodedata.normalize("NFD", "がが")),
        replace(SENT, name="がが"),
    ]
    assert len({each.content_hash for each in [SENT, *changed]}) == len(changed) + 1


def test_moving_words_between_fields_changes_the_hash() -> None:
    assert replace(SENT, name="花子架", address="空町").content_hash != SENT.content_hash


@given(st.text(max_size=300))
def test_the_mail_test_answers_for_any_text(text: str) -> None:
    assert looks_like_email(text) in (True, False)


def test_a_long_hostile_mail_address_costs_nothing() -> None:
    """TU7."""
    assert not looks_like_email("a@" * 20_000 + "." * 20_000)
