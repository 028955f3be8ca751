"""受付番号: enough bits, no letter to mistake, every slip found (TP15, R25)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import receipt
from consult.domain.errors import UnreadableReceipt

TOKENS = st.text("ABCxyz019_-", min_size=43, max_size=43)
PLACES = st.integers(0, receipt.LENGTH - 1)
LETTERS = st.sampled_from(receipt.ALPHABET)


def test_the_alphabet_is_base32_without_what_people_mistake() -> None:
    assert len(set(receipt.ALPHABET)) == 32
    assert set(receipt.ALPHABET).isdisjoint("01OI")


def test_the_number_carries_at_least_128_bits() -> None:
    assert receipt.DATA_CHARACTERS * 5 >= 128


def test_a_token_carries_256_bits_and_no_two_are_alike() -> None:
    tokens = {receipt.new_form_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(receipt.is_form_token(token) for token in tokens)


def test_numbers_of_neighbouring_tokens_have_nothing_in_common() -> None:
    numbers = [receipt.receipt_number(f"{n:043}") for n in range(1000)]
    assert len({number[:6] for number in numbers}) > 990


def test_a_number_never_changes_for_its_token() -> None:
    """People hold printed numbers: changing the derivation would orphan them."""
    assert receipt.receipt_number("a" * 43) == "M2MDLJXX9E8Y72LG9D6DW8L74YG7"


@given(TOKENS)
def test_every_number_reads_back_in_every_writing(token: str) -> None:
    number = receipt.receipt_number(token)
    full_width = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for written in (
        number,
        receipt.grouped(number),
        receipt.grouped(number).lower(),
        full_width,
        " ".join(number),
    ):
        assert receipt.read_receipt(written) == number


@given(TOKENS, PLACES, LETTERS)
def test_one_wrong_character_is_always_found(token: str, place: int, letter: str) -> None:
    number = receipt.receipt_number(token)
    wrong = number[:place] + letter + number[place + 1 :]
    if wrong != number:
        with pytest.raises(UnreadableReceipt, match="打ち間違い"):
            receipt.read_receipt(wrong)


@given(TOKENS, PLACES, PLACES)
def test_two_swapped_characters_are_always_found(token: str, one: int, other: int) -> None:
    letters = list(receipt.receipt_number(token))
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)
    if swapped != receipt.receipt_number(token):
        with pytest.raises(UnreadableReceipt, match="打ち間違い"):
            receipt.read_receipt(swapped)


@pytest.mark.parametrize(
    ("typed", "told"), [("", "入力して"), ("０123", "使われていません"), ("ABCD", "28文字")]
)
def test_the_message_says_what_is_wrong(typed: str, told: str) -> None:
    with pytest.raises(UnreadableReceipt, match=told) as refusal:
        receipt.read_receipt(typed)
    assert refusal.value.field == "receipt"


@given(st.text(max_size=300))
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    try:
        assert len(receipt.read_receipt(typed)) == receipt.LENGTH
    except UnreadableReceipt as refusal:
        assert refusal.message
