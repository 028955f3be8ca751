"""Lines that the width of a page cut, made one again as they are read."""

from itertools import pairwise

# A line this long that ends within a sentence was cut by the width of a page, not by its writer.
WRAPPED_FROM = 30


SENTENCE_ENDS = ("。", "！", "？", "」", "）")


def joined(lines: list[str]) -> str:
    """Lines of one block as it is read: those that a page's width cut are one again."""
    parts = [lines[0].strip(" \t").rstrip("　")]
    for before, line in pairwise(lines):
        text = line.strip(" \t　")
        if len(before) < WRAPPED_FROM or ends_sentence(before):
            parts.append("\n")
        elif parts[-1][-1:].isascii() and text[:1].isascii():
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def ends_sentence(text: str) -> bool:
    return text.rstrip(" \t　").endswith(SENTENCE_ENDS)
