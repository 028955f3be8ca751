"""The desk on which notes are cut: one act per button or key, each undone by the next 「取り消す」."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from consult import nlp_gateway
from consult.domain import claims as cutting
from consult.domain.claims import Claim, Claims
from consult.domain.errors import ClaimsDoNotFit
from consult.domain.quotation import shortened

# Steps that 「取り消す」 goes back. They travel with the page: of a very long hearing it carries fewer.
STEPS_BACK = 10
CLAIMS_CARRIED = 4_000


@dataclass(frozen=True)
class Desk:
    """Notes, the claims cut from them, the states before (newest last), and what to tell the official."""

    notes: str
    claims: Claims = ()
    earlier: tuple[Claims, ...] = ()
    message: str = ""
    # The card that the next key acts on.
    here: int = 0

    @property
    def is_cut(self) -> bool:
        return bool(self.claims)

    @property
    def opinions(self) -> int:
        return len(cutting.opinions_of(self.claims))

    @cached_property
    def pieces(self) -> list[tuple[str, int | None]]:
        return cutting.pieces(self.notes, self.claims)

    @cached_property
    def cards(self) -> list["Card"]:
        numbers, count = [], 0
        for claim in self.claims:
            count += claim.is_opinion
            numbers.append(count)
        return [
            Card(self.notes, claim, n, number)
            for n, (claim, number) in enumerate(zip(self.claims, numbers, strict=True))
        ]

    def hidden(self) -> dict[str, str]:
        """The state as the page carries it."""
        undo = json.dumps([cutting.written(claims) for claims in self.earlier], ensure_ascii=False)
        return {"claims": cutting.written(self.claims), "undo": undo, "cut_notes": self.notes}


@dataclass(frozen=True)
class Card:
    """One claim on screen: `n` its place on the desk, `number` its number among the opinions."""

    notes: str
    claim: Claim
    n: int
    number: int

    @property
    def wording(self) -> str:
        return self.claim.wording(self.notes)

    @property
    def quotation(self) -> str:
        """Its own words, some left out; empty when it is short already or is no opinion."""
        found = shortened(self.wording) if self.claim.is_opinion else None
        return found.text if found else ""

    @property
    def places(self) -> list[tuple[int, str]]:
        """Where it can be split: (position, the words on both sides)."""
        found = cutting.places_to_split(self.notes, self.claim)
        return [(at, f"…{self._around(at - 8, at)}｜{self._around(at, at + 8)}…") for at in found]

    def _around(self, start: int, end: int) -> str:
        start, end = max(start, self.claim.start), min(end, self.claim.end)
        return " ".join(self.notes[start:end].split())


@dataclass(frozen=True)
class Act:
    """What a button asks for: `join:2`, `split:2:118`, `split_before:2`, `quote:2`, `drop:0`, `restore:0`, `undo`, `reset`,
    `cut`, `register`, `save`. `words`: with which the second part of a split begins.
    """

    verb: str
    n: int = -1
    at: int = -1
    words: str = ""


def read_act(sent: Mapping[str, str]) -> Act:
    """The pressed button; a split takes its place from the button or from the card's select."""
    verb, *numbers = sent.get("act", "").split(":")
    n = _number(numbers[0]) if numbers else -1
    at = numbers[1] if len(numbers) > 1 else sent.get(f"split-{n}", "")
    return Act(verb, n, _number(at), sent.get(f"before-{n}", "").strip())


def read_desk(sent: Mapping[str, str], notes: str) -> Desk:
    """The desk as the page sent it, with what was typed as 要旨. A broken state is an empty desk: nothing is believed."""
    try:
        claims = _with_gists(cutting.read(sent.get("claims", "")), sent)
        cutting.checked(notes, (replace(claim, gist="") for claim in claims))
        earlier = tuple(cutting.read(text) for text in json.loads(sent.get("undo") or "[]"))
    except (ClaimsDoNotFit, ValueError, TypeError, RecursionError):
        return Desk(notes)
    return Desk(notes, claims, earlier[-STEPS_BACK:])


def suggestion(notes: str) -> Claims:
    """What `nlp` proposes, as far as one page can hold it."""
    return cutting.proposed(nlp_gateway.claims_of(notes))[: cutting.CLAIMS_LIMIT]


def cut(notes: str, before: Desk | None = None) -> Desk:
    """The suggestion for the notes; choices made on earlier notes stay where the text did not change."""
    fresh = suggestion(notes)
    if before is None or not before.is_cut:
        return Desk(notes, fresh, message=_first_message(fresh))
    carried = cutting.carry_over(before.notes, before.claims, notes, fresh)
    message = f"メモが変わったので分け直しました。{carried.kept}か所の区切りは引き継いでいます。"
    if carried.lost:
        message += f"文章が変わった{carried.lost}か所は引き継げませんでした。区切りと要旨を確かめてください。"
    return Desk(notes, carried.claims, message=message)


def _first_message(fresh: Claims) -> str:
    if len(fresh) == cutting.CLAIMS_LIMIT:
        return f"行が多いため、先頭から{cutting.CLAIMS_LIMIT:,}か所までを分けています。短い行は結合してください。"
    return "" if fresh else "意見に分けられる文章がありません。"


def after(desk: Desk, act: Act) -> Desk:
    """The desk after one act. What cannot be done changes nothing and says why."""
    if act.verb == "undo":
        return _undone(desk)
    if act.verb == "split_before":
        act = _split_before(desk, act)
    done = _done(desk, act)
    if done is None:
        return desk
    if done == desk.claims:
        return replace(desk, message=IMPOSSIBLE.get(act.verb, ""), here=_within(act.n, desk.claims))
    steps = max(1, min(STEPS_BACK, CLAIMS_CARRIED // max(1, len(desk.claims))))
    earlier = (*desk.earlier, desk.claims)[-steps:]
    return Desk(desk.notes, done, earlier, DONE[act.verb], _within(act.n, done))


def _split_before(desk: Desk, act: Act) -> Act:
    """The place where the words begin that the official wrote or pasted, the first one inside the claim."""
    at = -1
    if act.words and 0 <= act.n < len(desk.claims):
        claim = desk.claims[act.n]
        at = desk.notes.find(act.words, claim.start + 1, claim.end)
    return Act("split", act.n, at) if at >= 0 else Act("not_found", act.n)


IMPOSSIBLE = {
    "not_found": "そのことばは、この意見の中に見つかりません。メモのとおりに入力してください。",
    "quote": "この意見は短いので、そのままで足ります。",
    "join": "最後の区切りには次がありません。",
    "split": "そこでは分けられません。文の切れ目を選んでください。",
    "reset": "はじめの案のままです。",
}
DONE = {
    "quote": "短くした引用を要旨に入れました。「取り消す」で戻せます。",
    "join": "次と結合しました。",
    "split": "2つに分けました。",
    "drop": "意見にしないことにしました。",
    "restore": "意見に戻しました。",
    "reset": "はじめの案に戻しました。「取り消す」で今までの区切りに戻れます。",
}


def _done(desk: Desk, act: Act) -> Claims | None:
    if act.verb == "join":
        return cutting.join(desk.claims, act.n)
    if act.verb == "split":
        return cutting.split(desk.notes, desk.claims, act.n, at=act.at)
    if act.verb == "reset":
        return suggestion(desk.notes)
    if act.verb == "not_found":
        return desk.claims
    if act.verb == "quote":
        return _quoted(desk, act.n)
    if act.verb in ("drop", "restore"):
        return cutting.keep_or_drop(desk.claims, act.n, is_opinion=act.verb == "restore")
    return None


def _quoted(desk: Desk, n: int) -> Claims:
    text = desk.cards[n].quotation if 0 <= n < len(desk.claims) else ""
    if not text:
        return desk.claims
    return (*desk.claims[:n], replace(desk.claims[n], gist=text), *desk.claims[n + 1 :])


def _undone(desk: Desk) -> Desk:
    if not desk.earlier:
        return replace(desk, message="取り消す操作はありません。")
    *earlier, claims = desk.earlier
    try:
        cutting.checked(desk.notes, claims)
    except ClaimsDoNotFit:
        return replace(desk, earlier=(), message="取り消す操作はありません。")
    return Desk(desk.notes, claims, tuple(earlier), "1つ前に戻しました。")


def _with_gists(claims: Claims, sent: Mapping[str, str]) -> Claims:
    return tuple(
        replace(claim, gist=" ".join(sent.get(f"gist-{n}", claim.gist).split()))
        for n, claim in enumerate(claims)
    )


def _within(n: int, claims: Claims) -> int:
    return max(0, min(n, len(claims) - 1))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
