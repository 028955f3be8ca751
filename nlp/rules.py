"""Reads the language of rules: words, 「phrases」, and / or / not, near(A, B, n) and brackets (docs/decisions/0090).

    （バス or 「路線の廃止」） and not 観光バス
    near(病院, 遠い, 5)

A rule is read into an expression (nlp/rule_expression.py), or refused with the line and the column of what is
wrong. Operators stand between blanks; they may be typed in full width or in Japanese (かつ・または・でない).
"""

from __future__ import annotations

import unicodedata

from nlp.errors import RuleUnreadable
from nlp.rule_expression import Absent, Both, Either, Expression, Near, Phrase, Term, needs_words
from nlp.rule_signs import END, Sign, signs_of

LONGEST_RULE = 2000
DEEPEST = 20
WIDEST = 50


def parse(wording: str) -> Expression:
    """The expression of a rule; RuleUnreadable with line and column when it is none."""
    if len(wording) > LONGEST_RULE:
        raise RuleUnreadable(
            f"長すぎます（{len(wording):,}字）。{LONGEST_RULE:,}字までで書いてください。",
            *_place(wording, LONGEST_RULE),
        )
    reader = _Reader(signs_of(wording))
    expression = reader.whole()
    if not needs_words(expression):
        raise RuleUnreadable(
            "打ち消した言葉だけでは、根拠を示せません。あれば当たる言葉を、not の外に書いてください。", 1, 1
        )
    return expression


class _Reader:
    """Reads signs from left to right; every method leaves the place after what it read."""

    def __init__(self, signs: list[Sign]) -> None:
        self._signs = signs
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        if self._sign.kind == END:
            raise _wrong(self._sign, "決まりが空です。言葉を一つ以上書いてください。")
        expression = self._either()
        if self._sign.kind == ")":
            raise _wrong(self._sign, f"「{self._sign.text}」に対応する「(」がありません。")
        if self._sign.kind == ",":
            raise _wrong(
                self._sign,
                f"「{self._sign.text}」は near( ) の中だけで使えます。and か or でつないでください。",
            )
        if self._sign.kind != END:
            raise _wrong(self._sign, f"「{self._sign.text}」の前に and か or が要ります。")
        return expression

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._took("or"):
            parts.append(self._both())
        parts = _distinct(parts)
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Expression:
        parts = [self._perhaps_denied()]
        while self._took("and"):
            parts.append(self._perhaps_denied())
        parts = _distinct(parts)
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _perhaps_denied(self) -> Expression:
        if self._sign.kind == "not":
            self._deeper()
            self._at += 1
            expression: Expression = Absent(self._perhaps_denied())
            self._depth -= 1
            return expression
        expression = self._one()
        before = self._depth
        while self._sign.kind == "でない":
            self._deeper()
            self._at += 1
            expression = Absent(expression)
        self._depth = before
        return expression

    def _one(self) -> Expression:
        sign = self._sign
        match sign.kind:
            case "(":
                return self._bracketed()
            case "near":
                return self._near()
            case "word":
                self._at += 1
                return Term(sign.text)
            case "phrase":
                self._at += 1
                return Phrase(sign.text)
        before = self._signs[self._at - 1] if self._at else None
        if before is None:
            raise _wrong(sign, f"「{sign.text}」の前に言葉がありません。")
        raise _wrong(sign, f"「{before.text}」の後に言葉がありません。")

    def _bracketed(self) -> Expression:
        opening = self._sign
        self._deeper()
        self._at += 1
        expression = self._either()
        if self._sign.kind in (END, ","):
            raise _wrong(opening, f"「{opening.text}」が閉じられていません。")
        if not self._took(")"):
            raise _wrong(self._sign, f"「{self._sign.text}」の前に and か or が要ります。")
        self._depth -= 1
        return expression

    def _near(self) -> Expression:
        near = self._sign
        self._deeper()
        self._at += 1
        form = "near(言葉, 言葉, 語数) の形で書いてください（例：near(病院, 遠い, 5)）。"
        if not self._took("("):
            raise _wrong(near, form)
        one = self._side()
        if not self._took(","):
            raise _wrong(self._sign if self._sign.kind != END else near, form)
        other = self._side()
        if not self._took(","):
            raise _wrong(self._sign if self._sign.kind != END else near, form)
        most = self._count(form)
        if not self._took(")"):
            raise _wrong(self._sign if self._sign.kind != END else near, form)
        self._depth -= 1
        return Near(one, other, most)

    def _side(self) -> Expression:
        sign = self._sign
        expression = self._either()
        if not _is_place(expression):
            raise _wrong(sign, "near の中に書けるのは、言葉と、or で並べた言葉だけです。")
        return expression

    def _count(self, form: str) -> int:
        sign = self._sign
        digits = unicodedata.normalize("NFKC", sign.text)
        if sign.kind != "word" or not (digits.isascii() and digits.isdigit()):
            raise _wrong(sign, form)
        if len(digits) > 3 or not 0 <= int(digits) <= WIDEST:
            raise _wrong(sign, f"語数は 0 から {WIDEST} までの数で書いてください。")
        self._at += 1
        return int(digits)

    @property
    def _sign(self) -> Sign:
        return self._signs[self._at]

    def _took(self, kind: str) -> bool:
        if self._sign.kind != kind:
            return False
        self._at += 1
        return True

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _wrong(self._sign, f"括弧や not が深すぎます。{DEEPEST}重までにしてください。")


def _distinct(parts: list[Expression]) -> list[Expression]:
    """A word said twice says nothing more, but would be looked up again in every sentence."""
    return list(dict.fromkeys(parts))


def _is_place(expression: Expression) -> bool:
    if isinstance(expression, Either):
        return all(_is_place(part) for part in expression.parts)
    return isinstance(expression, Term | Phrase)


def _wrong(sign: Sign, reason: str) -> RuleUnreadable:
    return RuleUnreadable(reason, sign.line, sign.column)


def _place(wording: str, index: int) -> tuple[int, int]:
    return wording.count("\n", 0, index) + 1, index - wording.rfind("\n", 0, index)
