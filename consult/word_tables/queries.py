"""Reads for tables of words."""

from consult import opinion_words
from consult.domain.folding import fold, hiragana
from consult.opinion_filter import OpinionFilter
from consult.word_tables.asked import WordsAsked
from consult.word_tables.counting import CountedWord, Counting, Texts
from consult.word_tables.leaving import texts_leaving


def texts_of(asked: OpinionFilter, *, leaving: bool = False) -> Texts:
    """`leaving`: only the words that may leave the house."""
    return texts_leaving(asked.ids()) if leaving else opinion_words.content_of(asked.ids())


def waiting(asked: OpinionFilter) -> int:
    return opinion_words.waiting(asked.ids())


def frequent_words(asked: WordsAsked, texts: Texts) -> list[CountedWord]:
    """In the order asked for; words of as many opinions by how often they are said, then by how they are written."""
    words = Counting().count(texts).words()
    if asked.word:
        words = [each for each in words if _holds(each, hiragana(fold(asked.word)))]
    words.sort(key=lambda each: (-each.opinions, -each.times, each.label))
    if asked.order != asked.USUAL:
        column = asked.order.removeprefix("-")
        name = "label" if column == "word" else column
        words.sort(key=lambda each: getattr(each, name), reverse=asked.order.startswith("-"))
    return words


def _holds(word: CountedWord, folded: str) -> bool:
    return any(folded in hiragana(fold(text)) for text in (word.label, *(text for text, _ in word.writings)))
