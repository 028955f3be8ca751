"""Where a sentence of a note could be cut: the places at which somebody may have finished saying one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.segment import sentences_of

Span = tuple[int, int]
# 言い切った形に読点が続くのは、話したままを書き取った文の切れ目である（「…出ない、それと…」）
_SPLICED = re.compile(
    r"(?:(?<![くぐ]ら)(?<!せ)い|(?<![またけ])だ|[たるすうくむつぶぐぬ]|ん|[よねなさわぞ]|[のいうだ]か|くれ)、"
)
# 読点が無くても、活用語に付いた「が」「けど」と分かるもの
_ADVERSATIVE = re.compile(
    r"(?:(?<=[いただるうんす])が|けれども|けれど|けど)、|けど(?=[^、もね。])"
    r"|(?:[^に]た|[すえれ]る|です|ます|ない|だ)が(?=[一-鿿ァ-ヶあい])"
)
_SHI = re.compile(r"(?<=[いだるたうんすく])し(?:、|(?=[一-鿿ァ-ヶ]))")
# 読点も句点も無い書き流しで、言い切りとしか読めない形。修飾されうる名詞が続けば、まだ途中である
_FINAL_FORMS = (
    r"(?:[てで](?:ほしい|欲しい|くれ|ください|ちょうだい)|もらいたい|いただきたい|べきだ?|と思う|ないか|だろうか|でしょう?|ましょう"
    r"|[んの]だよ|[のだ]よね?|だね|よね|たらいい|ればいい|[がと]いい|[ただ]って|おかしい|困る|駄目だ|らない|けない|えない|れない|来ない"
    r"|いない|がない|もない|たい|った|れた|きた|しい)"
)
_FINAL = re.compile(
    _FINAL_FORMS
    + r"(?=[一-鿿ァ-ヶA-Zａ-ｚ])(?!(?:人|方|者|事|所|時|物|声|話|点|面|部分|意見|状態|状況|場合|場所|会社|子|家|店"
    r"|地区|理由|気|様子|中|上|後|前|以上|限り|訳|旨|程|位|側))"
)
_REPORTS = r"(?:そうで|とのことで|とのこと|ということで|という話で|と言い(?![たま])|と言われた?|とかで|(?:という|との)ことだった)"
_REPORTING = re.compile(_REPORTS + r"(?:、|(?=[一-鿿ァ-ヶ]))(?=[^。、])")
_BLANK = re.compile(r"(?<=[いるただうねよんし])(?:[ \u3000／]+|…+)")
_BRACKET = re.compile(
    r"(?<=[。、いるただうねよ])(?=[（(][^（()）]{4,40}[）)])|(?<=[）)])(?![。、])(?=[一-鿿ァ-ヶ])"
)
ADDS = re.compile(
    r"(?:あと(?!で|は|任|継|の|数|何|少|ちょ|[0-9０-９一二三四五六七八九十])|それと|それから|それに(?!は)|また(?![来行はがを最一同元])"
    r"|もう(?:一つ|ひとつ|一点|1点)|ついでに|加えて|他に|ほかに|別件|さらに|併せて|あわせて|話は|そういえば|ちなみに|次に|同時に|おまけに|しかも)"
)
OPPOSES = re.compile(
    r"(?:一方|ただ(?!で|き|け|い|く)|しかし|でも(?![いな])|逆に|むしろ|もっとも|とはいえ|反対に|それより|かといって)"
)
FOLLOWS = re.compile(
    r"(?:だから|なので|そのため|そこ|ここ|これ|それ(?!と|から|に|より)|その|この|そう|こう|ああ|だったら|だとすれば|せめて|例えば|たとえば|もっと"
    r"|つまり|なぜなら|というのも|特に|とくに|まず|むしろ|一度|少なくとも|できれば|いつも|本当)"
)
_OPENER = re.compile(
    f"(?:(?<=[、いるただうねよりし])|(?<=思うの))(?:{ADDS.pattern}|{OPPOSES.pattern}"
    "|とにかく|さて|あれは|うちは|こっちは|なるほど|もっと言えば|というところで|といった)"
)
_AFTER = (_SPLICED, _ADVERSATIVE, _SHI, _FINAL, _REPORTING, _BLANK, _BRACKET)
_SHORTEST = 7
_DEEPER, _SHALLOWER = "「『（(", "」』）)"
_KINDS = (
    ("period", re.compile(r"[。！？!?」]$")),
    ("report", re.compile(_REPORTS + "、?$")),
    ("が", re.compile(r"(?:が|けれど|けど|けれども)、?$")),
    ("し", re.compile(r"し、?$")),
    ("comma", re.compile("、$")),
    ("blank", re.compile(r"[ ／/….]$")),
    ("final form", re.compile(_FINAL_FORMS + "$")),
)


def units_of(content: str) -> list[Span]:
    """The smallest pieces of an item: its sentences, and the clauses of a sentence that could stand alone."""
    return [unit for start, end in sentences_of(content) for unit in _clauses(content, start, end)]


def kind_of_joint(before: str, after: str) -> str:
    """What stands between two units (width already unified)."""
    if after.startswith("(") or before.endswith(")"):
        return "bracket"
    return next((kind for kind, pattern in _KINDS if pattern.search(before[-8:])), "bare")


def _clauses(content: str, start: int, end: int) -> Iterator[Span]:
    first = start
    for at in _joints(content[start:end]):
        if start + at - first >= _SHORTEST and end - start - at >= _SHORTEST:
            yield first, start + at
            first = start + at
    yield first, end


def _joints(sentence: str) -> list[int]:
    found = {match.end() for pattern in _AFTER for match in pattern.finditer(sentence)}
    found.update(match.start() for match in _OPENER.finditer(sentence))
    depths = _depths(sentence)
    return sorted(at for at in found if 0 < at < len(sentence) and not depths[at - 1])


def _depths(sentence: str) -> list[int]:
    """In how many brackets and quotations each character stands; a closing one already stands outside."""
    depths, depth = [], 0
    for char in sentence:
        depth += char in _DEEPER
        depth -= char in _SHALLOWER and depth > 0
        depths.append(depth)
    return depths
