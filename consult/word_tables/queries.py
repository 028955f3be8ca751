"""Reads for tables of words."""

from dataclasses import dataclass

from consult import opinion_words
from consult.domain.folding import fold, hiragana
from consult.opinion_filter import OpinionFilter
from consult.opinion_words import Unread
from consult.word_tables.asked import WordsAsked
from consult.word_tables.counting import CountedWord, Counting, Texts
from consult.word_tables.leaving import chosen, texts_leaving


def texts_of(asked: OpinionFilter, *, once: bool, leaving: bool = False) -> Texts:
    """`leaving`: only the words that may leave the house."""
    opinions = chosen(asked, once=once, leaving=leaving)
    return texts_leaving(opinions) if leaving else opinion_words.content_of(opinions)


def unread(asked: OpinionFilter) -> Unread:
    return opinion_words.unread(asked.ids())


@dataclass(frozen=True)
class FrequentWords:
    """`texts`: in how many texts they were counted."""

    words: list[CountedWord]
    texts: int


def frequent_words(asked: WordsAsked, *, leaving: bool = False) -> FrequentWords:
    """In the order asked for; words of as many opinions by how often they are said, then by how they are written."""
    counting = Counting().count(texts_of(asked.opinions, once=asked.once, leaving=leaving))
    return FrequentWords(_ordered(counting.words(), asked), counting.texts)


def _ordered(words: list[CountedWord], asked: WordsAsked) -> list[CountedWord]:
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
