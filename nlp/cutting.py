"""Where one item of a note holds more than one claim, and where several sentences are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from nlp import opinion_cues as cues
from nlp.items import Item
from nlp.opinion import leaning
from nlp.segment import sentences_of

Span = tuple[int, int]
# 言い切った形に読点が続くのは、話したままを書き取った文の切れ目である（「…出ない、それと…」）
_SPLICED = re.compile(r"(?:(?<![くぐ]ら)(?<!せ)い|(?<![またけ])だ|[たるすうくむつぶぐぬ]|ん|[よねなさわぞ]|[のいうだ]か|くれ)、")
# 読点が無くても、活用語に付くと分かるもの
_ADVERSATIVE = re.compile(r"(?:(?<=[いただるうんす])が|けれども|けれど|けど)、|(?:[^に]た|[すえれ]る|です|ます|ない|だ)が(?=[一-鿿ァ-ヶあい])|けど(?=[^、もね。])")
_SHI = re.compile(r"(?<=[いだるたうんすく])し(?:、|(?=[一-鿿ァ-ヶ]))")
_COMMA = re.compile("、")
ADDS = re.compile(
    r"(?:あと(?!で|は|任|継|の|数|何|少|ちょ|[0-9０-９一二三四五六七八九十])|それと|それから|それに(?!は)|また(?![来行はがを最一同元])|もう(?:一つ|ひとつ|一点|1点)|ついでに|加えて|他に|ほかに|別件|さらに|併せて|あわせて|最後に|話は|そういえば|ちなみに|次に|同時に|おまけに|しかも)"
)
OPPOSES = re.compile(r"(?:一方|ただ(?!で)|しかし|でも(?!い)|だが|けれど|逆に|むしろ|もっとも|とはいえ|反対に|それより|かといって)")
FOLLOWS = re.compile(
    r"(?:だから|なので|そのため|そこ|ここ|これ|それ(?!と|から|に|より)|その|この|そう|こう|ああ|だったら|だとすれば|そうすれば|せめて|例えば|たとえば|もっと|つまり|なぜなら|というのも|特に|とくに|まず|むしろ|一度|少なくとも|できれば|いつも|本当)"
)
_TOPIC = re.compile(r"^[^、。]{2,16}?(?:は|も|が|って)(?![いくらっ])")
_CONTENT = re.compile(r"[一-鿿々]{2,}|[ァ-ヶー]{2,}|[A-Za-z]{2,}")
_SHORTEST = 7
_DEEPER, _SHALLOWER = "「『（(", "」』）)"


def units_of(content: str) -> list[Span]:
    """The smallest pieces of an item: sentences, and the clauses of a sentence that may stand alone."""
    return [unit for start, end in sentences_of(content) for unit in _clauses(content, start, end)]


def _clauses(content: str, start: int, end: int) -> Iterator[Span]:
    first = start
    for at in _joints(content[start:end]):
        if at + start - first >= _SHORTEST and end - start - at >= _SHORTEST:
            yield first, start + at
            first = start + at
    yield first, end


def _joints(sentence: str) -> list[int]:
    found = {match.end() for pattern in (_SPLICED, _ADVERSATIVE, _SHI) for match in pattern.finditer(sentence)}
    for match in _COMMA.finditer(sentence):
        if ADDS.match(sentence, match.end()) or OPPOSES.match(sentence, match.end()):
            found.add(match.end())
    depths = _depths(sentence)
    return sorted(at for at in found if at < len(sentence) and not depths[at])


def _depths(sentence: str) -> list[int]:
    depths, depth = [], 0
    for char in sentence:
        depth += char in _DEEPER
        depth -= char in _SHALLOWER and depth > 0
        depths.append(depth)
    return depths


WEIGHTS: dict[str, float] = {
    "adds": 1.8,
    "adds to an opinion": 1.4,
    "surely fact after": 1.4,
    "surely fact before": 1.1,
    "long after": 1.0,
    "short first answer": 1.0,
    "praise then worry": 0.9,
    "many units prose": 0.8,
    "wish then none": 0.8,
    "first fact answer": 0.8,
    "opposes": 0.7,
    "opposes praise": 0.7,
    "bracket after": 0.6,
    "shi prose": 0.6,
    "fact then op prose": 0.6,
    "splice prose": 0.5,
    "two sure opinions": 0.5,
    "many units answer": 0.5,
    "op then fact prose": 0.4,
    "praise before": 0.4,
    "splice answer": 0.4,
    "prose": 0.4,
    "new topic": 0.4,
    "fact then op answer": 0.3,
    "answer": 0.3,
    "first fact prose": 0.3,
    "new topic of opinions shi": 0.3,
    "op then fact answer": 0.2,
    "period answer": 0.2,
    "long before": 0.2,
    "op then fact listed": 0.2,
    "short before": 0.1,
    "wish then wish": 0.1,
    "fact then fact answer": 0.1,
    "shi listed": -0.1,
    "op then op prose": -0.2,
    "remedy": -0.3,
    "adv answer": -0.3,
    "first fact listed": -0.3,
    "new topic of opinions adv": -0.3,
    "two units": -0.4,
    "op then op answer": -0.4,
    "fact then fact listed": -0.4,
    "follows": -0.4,
    "fact then fact prose": -0.4,
    "wish then new topic": -0.4,
    "op then op listed": -0.5,
    "adv listed": -0.6,
    "listed": -0.7,
    "short after": -0.7,
    "adv prose": -0.8,
    "remedy after a period": -0.8,
}
BIAS = -1.8


def pieces_of(content: str, item: Item) -> list[Span]:
    """An item cut into what are claims of their own: units stay together unless something tells them apart."""
    units = units_of(content)
    if len(units) < 2:
        return units
    leanings = [leaning(content[start:end], item, is_whole=False) for start, end in units]
    pieces = [units[0]]
    for index in range(1, len(units)):
        pair = Pair(content[slice(*units[index - 1])], content[slice(*units[index])], leanings[index - 1], leanings[index])
        if BIAS + sum(WEIGHTS.get(sign, 0.0) for sign in signs_between(pair, item, index, len(units))) > 0:
            pieces.append(units[index])
        else:
            pieces[-1] = (pieces[-1][0], units[index][1])
    return pieces


class Pair(NamedTuple):
    """Two neighbouring units, and how much each of them alone looks like an opinion."""

    before: str
    after: str
    leaning_before: float
    leaning_after: float


def signs_between(pair: Pair, item: Item, index: int, count: int) -> Iterator[str]:
    """What speaks for a cut between two units, and against it."""
    u, v = unicodedata.normalize("NFKC", pair.before.strip()), unicodedata.normalize("NFKC", pair.after.strip())
    join = "period" if u[-1:] in "。！？!?」" else "shi" if u.endswith(("し", "し、")) else "adv" if u.endswith(("が、", "が", "けど、", "けど", "けれど、")) else "splice"
    adds, opposes, follows = bool(ADDS.match(v)), bool(OPPOSES.match(v)), bool(FOLLOWS.match(v))
    uw, vw = bool(cues.WISH.search(u)), bool(cues.WISH.search(v))
    uo, vo = bool(cues.WORRY.search(u)), bool(cues.WORRY.search(v))
    uj, vj = bool(cues.JUDGEMENT.search(u)), bool(cues.JUDGEMENT.search(v))
    up, vp = pair.leaning_before > 0, pair.leaning_after > 0
    us, vs = pair.leaning_before > 1, pair.leaning_after > 1
    praise = bool(cues.PRAISE.search(u)) and not uo
    shared = bool(set(_CONTENT.findall(u)) & set(_CONTENT.findall(v)))
    topic = bool(_TOPIC.match(v))
    new = topic and not shared and not follows
    place = "listed" if item.sign or item.speaker else "prose"
    if item.is_answer or item.after_city: place = "answer"
    yield place
    yield f"{join} {place}"
    if adds: yield "adds"
    if adds and up and vp: yield "adds to an opinion"
    if opposes: yield "opposes"
    if opposes and up and vp and praise: yield "opposes praise"
    if follows: yield "follows"
    kinds = ("op" if up else "fact") + " then " + ("op" if vp else "fact")
    yield f"{kinds} {place}"
    if index == 1 and not up and vp: yield f"first fact {place}"
    if index == 1 and item.is_answer and len(u) < 16 and not uw and not uj: yield "short first answer"
    if pair.leaning_before < -1.5 and vp: yield "surely fact before"
    if pair.leaning_after < -1.5 and up: yield "surely fact after"
    if us and vs: yield "two sure opinions"
    if uw and vw: yield "wish then wish"
    if uw and not vw: yield "wish then none"
    if uw and vs and new: yield "wish then new topic"
    if vw and not uw and uo: yield "remedy"
    if vw and not uw and join == "period": yield "remedy after a period"
    if praise: yield "praise before"
    if praise and vs and (vo or vw): yield "praise then worry"
    if shared: yield "shared word"
    if new: yield "new topic"
    if new and up and vp: yield f"new topic of opinions {join}"
    if count > 3: yield f"many units {place}"
    if count == 2: yield "two units"
    if len(u) < 14: yield "short before"
    if len(v) < 14: yield "short after"
    if len(u) > 30: yield "long before"
    if len(v) > 30: yield "long after"
    if v[:1] in "(": yield "bracket after"
