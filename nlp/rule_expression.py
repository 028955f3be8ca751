"""What a coding rule says: words, phrases, and how they are joined; with what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word as rules know it: one or several words in normalised forms, whether a の stands between or not."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in just this order, each の included; what stands between 「 and 」."""

    text: str


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    part: Expression


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides in one sentence, in either order, with at most `most` words between them."""

    one: Expression
    other: Expression
    most: int


Expression = Term | Phrase | Both | Either | Absent | Near


def written(expression: Expression) -> str:
    """The expression as a rule in its plainest form; reading it gives the same expression."""
    match expression:
        case Term(text):
            return text
        case Phrase(text):
            return f'"{text}"' if "」" in text else f"「{text}」"
        case Both(parts):
            return " and ".join(map(_inner, parts))
        case Either(parts):
            return " or ".join(map(_inner, parts))
        case Absent(part):
            return f"not {_inner(part)}"
        case Near(one, other, most):
            return f"near({written(one)}, {written(other)}, {most})"


def _inner(expression: Expression) -> str:
    text = written(expression)
    return f"({text})" if isinstance(expression, Both | Either) else text


def leaves_of(expression: Expression) -> Iterator[Term | Phrase]:
    """Every word and phrase, in reading order."""
    match expression:
        case Term() | Phrase():
            yield expression
        case Both(parts) | Either(parts):
            for part in parts:
                yield from leaves_of(part)
        case Absent(part):
            yield from leaves_of(part)
        case Near(one, other, _):
            yield from leaves_of(one)
            yield from leaves_of(other)


def needs_words(expression: Expression, *, is_denied: bool = False) -> bool:
    """Whether the rule holds only where one of its words stands: else it would catch without a reason to show."""
    match expression:
        case Both(parts) | Either(parts):
            # 「A でも B でもない」は「A でなく、かつ B でない」
            is_all = isinstance(expression, Either) != is_denied
            each = (needs_words(part, is_denied=is_denied) for part in parts)
            return all(each) if is_all else any(each)
        case Absent(part):
            return needs_words(part, is_denied=not is_denied)
        case _:
            return not is_denied
