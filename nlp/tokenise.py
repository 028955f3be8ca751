"""SudachiPy: short units in normalised forms, the plan's words whole, synonyms as one word.

Mode A (short units) because rules are sequences of words: 「路線バス」 is 路線 + バス whether the writer joined
them or not, 「バス」 is found in it but not in 「バスケットボール」, and local words of the plan, which have no
inner split, stay whole (docs/decisions/0010).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from sudachipy import Dictionary, Morpheme, MorphemeList

from nlp.dictionary import open_dictionary
from nlp.normalise import normalise
from nlp.synonyms import Synonyms
from nlp.types import PlanWord
from nlp.words import Words

SYNONYMS = Path(__file__).parent / "resources" / "synonyms.txt"
BODIES = Path(__file__).parent / "resources" / "bodies.txt"
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞")
_NOT_CONTENT = ("数詞", "助動詞語幹", "助数詞", "助数詞可能", "非自立可能")
_BLANK = ("空白",)
_NO_FORM = ""
# Sudachi の語の番号のうち、これ以上は辞書に無い語（品詞だけを表す）
OUT_OF_DICTIONARY = 0xF000_0000
# 動詞のうち、ほかの語に付いて働くだけのもの
_EMPTY_FORMS = frozenset(
    [
        "為る",
        "居る",
        "有る",
        "成る",
        "出来る",
        "言う",
        "思う",
        "行う",
        "為さる",
        "下さる",
        "御",
        "様",
        "事",
        "物",
        "所",
        "為",
        "等",
        "的",
        "者",
        "性",
        "化",
        "さん",
    ]
)


class Tokeniser:
    """Turns normalised sentences into words; safe to share between threads."""

    # What the dictionary looks up for each word: the less, the faster.
    fields = frozenset({"normalized_form", "pos"})

    def __init__(
        self,
        vocabulary: tuple[PlanWord, ...] = (),
        cache_dir: Path | None = None,
        synonyms: tuple[tuple[str, str], ...] = (),
        *,
        further: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        """`further`: groups of words that mean the same, beside those that every tokeniser knows."""
        self._dictionary = open_dictionary(vocabulary, cache_dir)
        self._local = threading.local()
        self._content_ids = ids_of(self._dictionary, _is_content)
        self._blank_ids = ids_of(self._dictionary, lambda pos: pos[0] in _BLANK)
        self._lexemes: dict[int, tuple[str, bool]] = {}
        self._synonyms = Synonyms()
        self._forms: dict[str, tuple[str, ...]] = {}
        for group in (*standing_synonyms(), *further, *_plan_synonyms(vocabulary)):
            self._learn(group)
        for variant, meant in synonyms:
            self._learn_added(variant, meant)

    def words_of(self, sentence: str) -> Words:
        """The words of one normalised sentence, synonyms replaced by the first word of their group."""
        words = self._morphemes(sentence)
        return words.united(self._synonyms.among(words.forms))

    def forms_of(self, expression: str) -> tuple[str, ...]:
        """An expression of a rule as the sequence of forms it has in texts."""
        if expression not in self._forms:
            self._forms[expression] = tuple(self.words_of(normalise(expression).content).forms)
        return self._forms[expression]

    def _morphemes(self, sentence: str) -> Words:
        return self._words(self._analysed(sentence), sentence)

    def _words(self, analysed: MorphemeList, sentence: str) -> Words:
        lexemes: list[Any] = list(map(self._lexemes.get, map(Morpheme.word_id, analysed)))
        if None in lexemes:
            lexemes = [each or self._lexeme(analysed[at]) for at, each in enumerate(lexemes)]
        ends = ends_of(analysed, sentence)
        # 形態素は隙間なく並ぶので、始まりは前のものの終わりである
        starts = [0, *ends[:-1]] if ends else []
        words = Words([form for form, _ in lexemes], starts, ends, [content for _, content in lexemes])
        return words.without(_NO_FORM)

    def _lexeme(self, morpheme: Morpheme) -> tuple[str, bool]:
        """The form of a morpheme and whether it carries content; no form for a blank."""
        part, number = morpheme.part_of_speech_id(), morpheme.word_id()
        form = _NO_FORM if part in self._blank_ids else morpheme.normalized_form().lower()
        lexeme = (form, part in self._content_ids and form not in _EMPTY_FORMS)
        # 辞書に無い語は、違う語でも同じ番号になる
        if number < OUT_OF_DICTIONARY:
            self._lexemes[number] = lexeme
        return lexeme

    def _analysed(self, sentence: str) -> MorphemeList:
        """The morphemes of a sentence, valid until the next sentence of the same thread."""
        local = self._local
        try:
            analysed: MorphemeList = local.tokenizer.tokenize(sentence, out=local.morphemes)
        except AttributeError:
            local.tokenizer = self._dictionary.tokenizer(mode="A", fields=set(self.fields))
            local.morphemes = local.tokenizer.tokenize("")
            return self._analysed(sentence)
        return analysed

    def _learn(self, group: tuple[str, ...], canonical: str = "") -> None:
        canonical = canonical or "".join(self._plain_forms(group[0]))
        for variant in group:
            forms = self._plain_forms(variant)
            if forms and forms != (canonical,):
                self._synonyms.learn(forms, canonical)

    def _learn_added(self, variant: str, meant: str) -> None:
        """A person's word goes before a standing one, and stands for the whole group that its meaning belongs to."""
        self._synonyms.forget(self._plain_forms(variant))
        canonical = "".join(self.words_of(normalise(meant).content).forms)
        if canonical:
            self._learn((meant, variant), canonical)

    def _plain_forms(self, expression: str) -> tuple[str, ...]:
        return tuple(self._morphemes(normalise(expression).content).forms)


def ends_of(analysed: MorphemeList, sentence: str) -> list[int]:
    """Where each morpheme ends. Asking each of them takes as long as a third of the whole analysis."""
    if " " in sentence:
        return [morpheme.end() for morpheme in analysed]
    return list(accumulate(map(len, str(analysed).split(" ")))) if sentence else []


@lru_cache(maxsize=1)
def standing_synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same in every city; the first word of a line stands for the group."""
    return _groups(SYNONYMS)


@lru_cache(maxsize=1)
def names_of_bodies() -> tuple[tuple[str, ...], ...]:
    """Names of bodies and what they are called for short: one when somebody searches, not when texts are tagged."""
    return _groups(BODIES)


def _groups(source: Path) -> tuple[tuple[str, ...], ...]:
    lines = source.read_text(encoding="utf-8").splitlines()
    groups = (tuple(line.split("#")[0].split()) for line in lines)
    return tuple(group for group in groups if len(group) > 1)


def _plan_synonyms(vocabulary: Iterable[PlanWord]) -> list[tuple[str, ...]]:
    return [(word.same_as, word.surface) for word in vocabulary if word.same_as]


def _is_content(pos: tuple[str, ...]) -> bool:
    return pos[0] in _CONTENT and pos[1] not in _NOT_CONTENT and pos[2] not in _NOT_CONTENT


def ids_of(dictionary: Dictionary, wanted: object) -> frozenset[int]:
    ids: set[int] = set()
    part = 0
    while (pos := dictionary.pos_of(part)) is not None:
        if callable(wanted) and wanted(pos):
            ids.add(part)
        part += 1
    return frozenset(ids)
