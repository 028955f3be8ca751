"""SudachiPy: short units in normalised forms, the plan's words whole, synonyms as one word.

Mode A (short units) because rules are sequences of words: 「路線バス」 is 路線 + バス whether the writer joined
them or not, 「バス」 is found in it but not in 「バスケットボール」, and local words of the plan, which have no
inner split, stay whole (docs/decisions/0010).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from sudachipy import Dictionary, Tokenizer

from nlp.dictionary import open_dictionary
from nlp.normalise import normalise
from nlp.types import PlanWord, Word

SYNONYMS = Path(__file__).parent / "resources" / "synonyms.txt"
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞")
_NOT_CONTENT = ("数詞", "助動詞語幹", "助数詞", "助数詞可能", "非自立可能")
_BLANK = ("空白",)
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

    def __init__(
        self,
        vocabulary: tuple[PlanWord, ...] = (),
        cache_dir: Path | None = None,
        synonyms: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self._dictionary = open_dictionary(vocabulary, cache_dir)
        self._local = threading.local()
        self._content_ids = _ids_of(self._dictionary, _is_content)
        self._blank_ids = _ids_of(self._dictionary, lambda pos: pos[0] in _BLANK)
        self._synonyms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        for group in (*standing_synonyms(), *_plan_synonyms(vocabulary)):
            self._learn(group)
        for variant, meant in synonyms:
            self._learn_added(variant, meant)

    def words_of(self, sentence: str) -> list[Word]:
        """The words of one normalised sentence, synonyms replaced by the first word of their group."""
        return self._canonical(self._morphemes(sentence))

    def forms_of(self, expression: str) -> tuple[str, ...]:
        """An expression of a rule as the sequence of forms it has in texts."""
        if expression not in self._forms:
            words = self.words_of(normalise(expression).content)
            self._forms[expression] = tuple(word.form for word in words)
        return self._forms[expression]

    def _morphemes(self, sentence: str) -> list[Word]:
        words = []
        for morpheme in self._tokenizer().tokenize(sentence):
            part = morpheme.part_of_speech_id()
            if part in self._blank_ids:
                continue
            form = morpheme.normalized_form().lower()
            is_content = part in self._content_ids and form not in _EMPTY_FORMS
            words.append(Word(form, morpheme.begin(), morpheme.end(), is_content))
        return words

    def _tokenizer(self) -> Tokenizer:
        if not hasattr(self._local, "tokenizer"):
            fields = {"normalized_form", "pos"}
            self._local.tokenizer = self._dictionary.tokenizer(mode="A", fields=fields)
        tokenizer: Tokenizer = self._local.tokenizer
        return tokenizer

    def _learn(self, group: tuple[str, ...], canonical: str = "") -> None:
        canonical = canonical or "".join(self._plain_forms(group[0]))
        for variant in group:
            forms = self._plain_forms(variant)
            if forms and forms != (canonical,):
                candidates = self._synonyms.setdefault(forms[0], [])
                candidates.append((forms, canonical))
                candidates.sort(key=lambda pair: (-len(pair[0]), pair))

    def _learn_added(self, variant: str, meant: str) -> None:
        """A person's word goes before a standing one, and stands for the whole group that its meaning belongs to."""
        forms = self._plain_forms(variant)
        known = self._synonyms.get(forms[0] if forms else "", [])
        known[:] = [candidate for candidate in known if candidate[0] != forms]
        canonical = "".join(word.form for word in self.words_of(normalise(meant).content))
        if canonical:
            self._learn((meant, variant), canonical)

    def _plain_forms(self, expression: str) -> tuple[str, ...]:
        return tuple(word.form for word in self._morphemes(normalise(expression).content))

    def _canonical(self, words: list[Word]) -> list[Word]:
        if not any(word.form in self._synonyms for word in words):
            return words
        forms = [word.form for word in words]
        result, index = [], 0
        while index < len(words):
            length, form = self._synonym_at(forms, index)
            if length:
                result.append(Word(form, words[index].start, words[index + length - 1].end, True))
            else:
                result.append(words[index])
            index += length or 1
        return result

    def _synonym_at(self, forms: list[str], index: int) -> tuple[int, str]:
        for sequence, canonical in self._synonyms.get(forms[index], ()):
            if tuple(forms[index : index + len(sequence)]) == sequence:
                return len(sequence), canonical
        return 0, ""


@lru_cache(maxsize=1)
def standing_synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same in every city; the first word of a line stands for the group."""
    lines = SYNONYMS.read_text(encoding="utf-8").splitlines()
    groups = (tuple(line.split("#")[0].split()) for line in lines)
    return tuple(group for group in groups if len(group) > 1)


def _plan_synonyms(vocabulary: Iterable[PlanWord]) -> list[tuple[str, ...]]:
    return [(word.same_as, word.surface) for word in vocabulary if word.same_as]


def _is_content(pos: tuple[str, ...]) -> bool:
    return pos[0] in _CONTENT and pos[1] not in _NOT_CONTENT and pos[2] not in _NOT_CONTENT


def _ids_of(dictionary: Dictionary, wanted: object) -> frozenset[int]:
    ids: set[int] = set()
    part = 0
    while (pos := dictionary.pos_of(part)) is not None:
        if callable(wanted) and wanted(pos):
            ids.add(part)
        part += 1
    return frozenset(ids)
