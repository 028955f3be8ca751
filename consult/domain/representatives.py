"""Voices chosen so that few of them say most of what many say: for a page, and for the minutes that somebody has.

Extractive: whole opinions, never a word changed. The rule is `RULE`; the same voices give the same choice. An opinion is
worth the words in it that nobody chosen has said yet, each the more the more texts hold it, and as much again when its
group has not been heard yet; divided by how long it takes to read.
"""

from collections.abc import Iterable, Sequence

from consult.domain.covering import Choice, Pick, Picking, Reason, Texts, Voice

__all__ = [
    "CHARACTERS_A_MINUTE",
    "PINNED_RULE",
    "RULE",
    "Choice",
    "Pick",
    "Reason",
    "Voice",
    "distinct_texts",
    "reading",
    "representatives",
]

# Reading a Japanese text with attention.
CHARACTERS_A_MINUTE = 500
MOST = 6
PINNED_RULE = "「担当者が選んだ意見」を、担当者が決めた順で先に置き、残りを次の決まりで選びます。"
RULE = (
    "同じ文面の意見は1つと数えます。",
    "まだ選ばれていない言葉を多く含む意見から順に選びます。多くの意見に出る言葉ほど重く、1件だけに出る言葉は数えません。",
    "まだ選ばれていない相手（受け付けた方法、ヒアリングの相手方の区分）の意見は、重さを足して選ばれやすくします。",
    "同じ重さなら、短く読める意見を先にします。",
    "反対、賛成、条件つきの言い方の意見があれば、それぞれ1件は必ず入れます（読む時間に収まらない長さのものを除きます）。",
    "ほかの意見と重なる言葉がいちばん少ない意見も、1件入れます。少数の意見を見落とさないためです。",
    "文は原文のままで、機械が書き換えたり、まとめたりすることはありません。",
)


def distinct_texts(voices: Iterable[Voice], pinned: Sequence[int] = ()) -> list[Voice]:
    """One voice for each text, the earliest, or the one that a person pinned."""
    found: dict[str, Voice] = {}
    for voice in sorted(voices, key=lambda each: (each.id not in pinned, each.id)):
        found.setdefault(voice.text, voice)
    return sorted(found.values(), key=lambda each: each.id)


def representatives(voices: Iterable[Voice], most: int = MOST, pinned: Sequence[int] = ()) -> Choice:
    """What a person pinned, and up to so many voices: those that say most, one of each stance, and one that stands apart."""
    picking = Picking(Texts(distinct_texts(voices, pinned)))
    _pin(picking, pinned)
    _represent(picking, most)
    return picking.choice()


def reading(voices: Iterable[Voice], minutes: int, pinned: Sequence[int] = ()) -> Choice:
    """An ordered set that can be read in the minutes: what a person pinned, the representatives, then what says most
    that is new.

    Whatever does not fit any more is left out for what does. When nothing new is left, the rest fills the time.
    """
    texts = Texts(distinct_texts(voices, pinned))
    picking = Picking(texts, room=minutes * CHARACTERS_A_MINUTE)
    _pin(picking, pinned)
    _represent(picking, MOST)
    picking.cover(len(texts.voices))
    picking.fill(len(texts.voices))
    return picking.choice()


def _pin(picking: Picking, pinned: Sequence[int]) -> None:
    voices = {voice.id: voice for voice in picking.texts.voices}
    for each in pinned:
        if each in voices:
            picking.take(voices[each], Reason.PINNED)


def _represent(picking: Picking, most: int) -> None:
    """The seats that are left."""
    texts, taken = picking.texts, len(picking.picks)
    if taken >= most:
        return
    trial = picking.copied()
    trial.cover(most - taken)
    covering = [pick.voice for pick in trial.picks]
    seats = next(n for n in range(most, -1, -1) if n <= taken or _fits(texts, covering[:n], most))
    picking.cover(seats - taken)
    picking.seat(texts.stances_missing([pick.voice for pick in picking.picks])[: most - len(picking.picks)])
    if len(picking.picks) < most:
        picking.seat_apart()
    picking.cover(most - len(picking.picks))
    picking.fill(most - len(picking.picks))


def _fits(texts: Texts, covering: Sequence[Voice], most: int) -> bool:
    """Whether there is room beside these for every stance that they miss, and for one that stands apart."""
    return len(covering) + len(texts.stances_missing(covering)) + (len(texts.voices) > most) <= most
