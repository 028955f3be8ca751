"""What counts as written, what as nothing, and when two forms say the same (TU3, TU6, TU8, TR7)."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import (
    WrittenOpinion,
    WrittenSubmission,
    WrittenSubmitter,
    as_written,
    looks_like_email,
)
from consult.domain.vocabulary import SubmitterItem

ABOUT = {
    SubmitterItem.NAME: "花子",
    SubmitterItem.ADDRESS: "架空町",
    SubmitterItem.EMAIL: "a@example.jp",
}
BY = WrittenSubmitter(ABOUT)
SENT = WrittenSubmission(1, BY, (WrittenOpinion("", "意見"), WrittenOpinion("p:A", "別")))


def sent_by(**texts: str) -> WrittenSubmission:
    return replace(
        SENT, submitter=WrittenSubmitter(ABOUT | {SubmitterItem.of(k): v for k, v in texts.items()})
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
        sent_by(name="花子 "),
        sent_by(address=""),
        sent_by(email="b@example.jp"),
        sent_by(age_band="forties"),
        *(
            sent_by(**{each.value: "書いた"})
            for each in SubmitterItem
            if each.value not in ("name", "address", "email")
        ),
        replace(SENT, submitter=replace(BY, is_organisation=True)),
        replace(SENT, submitter=replace(BY, class_detail="架空商店")),
        replace(SENT, submitter=replace(BY, may_name_organisation=True)),
        replace(SENT, opinions=SENT.opinions[::-1]),
        replace(SENT, opinions=SENT.opinions[:1]),
        replace(SENT, opinions=(WrittenOpinion("p:A", "意見"), SENT.opinions[1])),
        # What looks alike is not the same: nothing is normalised before it is compared (TU8).
        sent_by(name=unicodedata.normalize("NFD", "がが")),
        sent_by(name="がが"),
    ]
    assert len({each.content_hash for each in [SENT, *changed]}) == len(changed) + 1


def test_moving_words_between_fields_changes_the_hash() -> None:
    assert sent_by(name="花子架", address="空町").content_hash != SENT.content_hash


@given(st.text(max_size=300))
def test_the_mail_test_answers_for_any_text(text: str) -> None:
    assert looks_like_email(text) in (True, False)


def test_a_long_hostile_mail_address_costs_nothing() -> None:
    """TU7."""
    assert not looks_like_email("a@" * 20_000 + "." * 20_000)


def test_the_hash_of_a_form_from_before_there_were_more_items_is_the_same() -> None:
    """A form that was open over an update is no other submission afterwards."""
    assert SENT.content_hash == "bae53fe7ffbc5f2a118b4982006e418b54c7ce485fa63328910c79b03261e347"


def test_only_what_a_case_asks_for_is_kept() -> None:
    """R21."""
    typed = WrittenSubmitter(
        ABOUT | {SubmitterItem.ORGANISATION: "架空会"}, True, class_detail="漁業", may_name_organisation=True
    )
    assert typed.only({SubmitterItem.NAME}) == WrittenSubmitter({SubmitterItem.NAME: "花子"})


def test_age_and_district_tell_nobody_who_it_is() -> None:
    assert WrittenSubmitter(
        {SubmitterItem.AGE_BAND: "forties", SubmitterItem.DISTRICT: "みどり"}
    ).is_anonymous
    assert not WrittenSubmitter({SubmitterItem.PHONE: "0000"}).is_anonymous
