"""What a password must be: long and not easily guessed. No rule about kinds of characters (TS5, NIST SP 800-63B)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from consult.domain.errors import WeakPassword

SHORTEST = 15
LONGEST = 128
# What must be left of a password when each easily guessed part counts as one character.
ENOUGH = 7
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop@[",
    "asdfghjkl;:]",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
)
SHORTEST_RUN = 4
LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")
YEAR_OR_DAY = re.compile(r"(19|20)\d\d((0\d|1[0-2])([0-2]\d|3[01]))?|(明治|大正|昭和|平成|令和)\d+年?")
REPEAT = re.compile(r"(.+?)\1{2,}|(.{4,})\2", re.DOTALL)
WORDS_FILE = Path(__file__).with_name("common_passwords.txt")


def normalised_password(typed: str) -> str:
    """The same password however the keyboard writes it: full-width, half-width, composed or not."""
    return unicodedata.normalize("NFKC", typed)


def refuse_weak_password(typed: str, *, about: Iterable[str] = ()) -> None:
    """Raises WeakPassword. `about` are words that belong to the account: its address, its owner's name."""
    password = normalised_password(typed)
    if len(password) < SHORTEST:
        raise WeakPassword(
            f"{SHORTEST}文字以上にしてください（いまは{len(password)}文字です）。", field="password"
        )
    if len(password) > LONGEST:
        raise WeakPassword(
            f"{LONGEST}文字以内にしてください（いまは{len(password)}文字です）。", field="password"
        )
    if length_hard_to_guess(password, about) < ENOUGH:
        raise WeakPassword(
            "推測されやすいパスワードです。よく使われる言葉、並び順、くり返し、日付、ご自分の名前やメールアドレスだけで"
            "作られています。関係のない言葉をいくつか並べると、覚えやすく推測されにくくなります。",
            field="password",
        )


def length_hard_to_guess(password: str, about: Iterable[str] = ()) -> int:
    """Characters left when each common word, run of keys, date or repetition counts as one character."""
    text = password.casefold()
    covered = [False] * len(text)
    starts: set[int] = set()
    for start, end in _guessable_parts(text, about):
        if not all(covered[start:end]):
            starts.add(start)
            covered[start:end] = [True] * (end - start)
    return covered.count(False) + len(starts)


def _guessable_parts(text: str, about: Iterable[str]) -> list[tuple[int, int]]:
    parts = [*_runs(text), *(match.span() for match in YEAR_OR_DAY.finditer(text))]
    for match in REPEAT.finditer(text):
        # The repeated part itself stays; only its repetitions are free.
        parts.append((match.start() + len(match.group(1) or match.group(2)), match.end()))
    for word in sorted({*common_words(), *_words_about(about)}, key=len, reverse=True):
        parts += _places(text, word)
        parts += _places(text.translate(LOOKALIKES), word.translate(LOOKALIKES))
    return sorted(parts, key=lambda part: part[0] - part[1])


def _places(text: str, word: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(word), text)]


def _runs(text: str) -> list[tuple[int, int]]:
    """Parts that follow the alphabet, the digits, the kana or a row of keys, in either direction."""
    found = []
    for row in ROWS:
        for line in (row, row[::-1]):
            start = 0
            while start + SHORTEST_RUN <= len(text):
                end = start + SHORTEST_RUN
                if text[start:end] not in line:
                    start += 1
                    continue
                while end < len(text) and text[start : end + 1] in line:
                    end += 1
                found.append((start, end))
                start = end
    return found


def _words_about(about: Iterable[str]) -> set[str]:
    pieces = {
        piece for each in about for piece in re.split(r"[\s@._+\-]+", normalised_password(each).casefold())
    }
    whole = {normalised_password(each).casefold() for each in about}
    return {word for word in pieces | whole if len(word) >= 2}


@cache
def common_words() -> frozenset[str]:
    """The shipped list; lines beginning with # say where it comes from."""
    lines = WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
