"""受付番号: 135 random bits in letters that nobody mistakes, with a check character (TP15, R25).

The number is derived one-way from the form's secret token, so a repeated send shows the same number although the
database keeps only hashes of both (TR4, TR5). Knowing the number tells nothing about the token or another number.
"""

import hashlib
import re
import secrets
import unicodedata

from consult.domain.errors import UnreadableReceipt

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
DATA_CHARACTERS = 27
LENGTH = DATA_CHARACTERS + 1
GROUP = 4
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−ー_.,・]")
CONFUSABLE = re.compile("[01IO]")
LONGEST_TYPED = 200
FIELD_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, primitive over GF(2)


def new_form_token() -> str:
    """256 random bits, drawn when a form is first shown."""
    return secrets.token_urlsafe(32)


def is_form_token(text: str | None) -> bool:
    return TOKEN_SHAPE.fullmatch(text or "") is not None


def fingerprint(secret: str) -> str:
    """What the database keeps of a token or a receipt number."""
    return hashlib.sha256(secret.encode()).hexdigest()


def receipt_number(form_token: str) -> str:
    """The 28 characters that belong to this form, always the same ones."""
    digest = hashlib.sha256(b"consult receipt number\0" + form_token.encode()).digest()
    bits = int.from_bytes(digest, "big") >> (256 - 5 * DATA_CHARACTERS)
    values = [(bits >> (5 * place)) & 31 for place in reversed(range(DATA_CHARACTERS))]
    return "".join(ALPHABET[value] for value in [*values, _checksum([*values, 0])])


def groups(receipt: str) -> list[str]:
    return [receipt[start : start + GROUP] for start in range(0, len(receipt), GROUP)]


def grouped(receipt: str) -> str:
    """As printed: ABCD-EFGH-…"""
    return "-".join(groups(receipt))


def read_receipt(typed: str) -> str:
    """The number meant, from any width, case, spacing or hyphen; raises UnreadableReceipt and says what is wrong.

    The answer depends on the characters alone, never on what is stored (TP14).
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", typed[:LONGEST_TYPED])).upper()
    if not plain:
        raise UnreadableReceipt("受付番号を入力してください。", field="receipt")
    if CONFUSABLE.search(plain):
        raise UnreadableReceipt(
            "受付番号に数字の0・1と英字のO・Iは使われていません。控えをもう一度ご確認ください。",
            field="receipt",
        )
    if len(plain) != LENGTH:
        raise UnreadableReceipt(
            f"受付番号は{LENGTH}文字です（入力されたのは{len(plain)}文字）。控えをもう一度ご確認ください。",
            field="receipt",
        )
    if not set(plain) <= set(ALPHABET) or _checksum([ALPHABET.index(each) for each in plain]):
        raise UnreadableReceipt(
            "受付番号に打ち間違いがあるようです。控えをもう一度ご確認ください。", field="receipt"
        )
    return plain


def _checksum(values: list[int]) -> int:
    """Zero for a well-formed number. Each place has its own weight, so one wrong or two swapped characters show."""
    total = 0
    for value in values:
        # Horner's rule: the last character has weight 1, each one before it the next power of x.
        total = _times_x(total) ^ value
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ FIELD_POLYNOMIAL if doubled & 32 else doubled
