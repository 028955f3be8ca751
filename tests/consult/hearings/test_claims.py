"""Laws of claims: always slices, in order, apart; joining undoes splitting; choices survive a change of the notes."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from consult.domain import claims as cutting
from consult.domain.claims import Claim, Claims
from consult.domain.errors import ClaimsDoNotFit
from consult.hearings.cutting import Act, Desk, after, cut, read_desk, suggestion

LETTERS = "あいうバス停𠮷葛\U000e0100👨‍👩‍👧。、！「」\n・ 　\t-1a"
notes_typed = st.text(alphabet=LETTERS, min_size=1, max_size=80)


@st.composite
def cut_notes(draw: st.DrawFn) -> tuple[str, Claims]:
    """Notes and some claims that fit them."""
    notes = draw(notes_typed)
    cuts = sorted(draw(st.sets(st.integers(0, len(notes)), max_size=8)))
    spans = [(a, b) for a, b in pairwise(cuts) if notes[a:b].strip()]
    claims = tuple(Claim(a, b, draw(st.booleans()), draw(st.sampled_from(["", "要旨"]))) for a, b in spans)
    assume(claims)
    return notes, claims


@st.composite
def acts(draw: st.DrawFn) -> Act:
    verbs = ["join", "split", "split_before", "quote", "drop", "restore", "undo", "reset", "cut", "nonsense"]
    words = st.text(alphabet=LETTERS, max_size=2)
    return Act(draw(st.sampled_from(verbs)), draw(st.integers(-2, 9)), draw(st.integers(-2, 90)), draw(words))


@given(notes_typed)
def test_every_suggested_claim_is_a_slice_of_the_notes(notes: str) -> None:
    for claim in cutting.checked(notes, suggestion(notes)):
        assert claim.wording(notes) == notes[claim.start : claim.end]
        assert claim.wording(notes).strip()


@given(cut_notes(), st.lists(acts(), max_size=12))
def test_no_sequence_of_acts_makes_claims_that_do_not_fit(cut: tuple[str, Claims], steps: list[Act]) -> None:
    notes, claims = cut
    desk = Desk(notes, claims)
    for act in steps:
        desk = after(desk, act)
        assert cutting.checked(desk.notes, desk.claims) == desk.claims
        assert "".join(text for text, _ in desk.pieces) == notes


@given(cut_notes(), st.integers(0, 8), st.integers(0, 80))
def test_joining_gives_back_what_splitting_cut(cut: tuple[str, Claims], n: int, at: int) -> None:
    notes, claims = cut
    n %= len(claims)
    parts = cutting.split(notes, claims, n, at=at)
    if parts != claims:
        assert cutting.join(parts, n) == claims
        outside = notes[parts[n].end : parts[n + 1].start]
        assert outside == "" or outside.isspace()


@given(cut_notes(), st.integers(0, 8))
def test_joining_loses_no_word_of_either(cut: tuple[str, Claims], n: int) -> None:
    notes, claims = cut
    n %= len(claims)
    if n == len(claims) - 1:
        assert cutting.join(claims, n) == claims
        return
    one = cutting.join(claims, n)[n]
    assert one.wording(notes).startswith(claims[n].wording(notes))
    assert one.wording(notes).endswith(claims[n + 1].wording(notes))
    assert one.is_opinion == (claims[n].is_opinion or claims[n + 1].is_opinion)


@given(cut_notes(), acts())
def test_one_step_back_is_where_one_was(cut: tuple[str, Claims], act: Act) -> None:
    desk = Desk(*cut)
    changed = after(desk, act)
    if changed.claims != desk.claims:
        assert after(changed, Act("undo")).claims == desk.claims


@given(cut_notes())
def test_the_page_carries_the_desk_unchanged(cut: tuple[str, Claims]) -> None:
    notes, claims = cut
    desk = Desk(notes, claims, (claims,))
    back = read_desk(desk.hidden(), notes)
    assert (back.claims, back.earlier) == (desk.claims, desk.earlier)


@given(st.text(max_size=60))
def test_whatever_comes_as_claims_is_claims_or_refused(sent: str) -> None:
    try:
        cutting.checked("メモ", cutting.read(sent))
    except ClaimsDoNotFit as refused:
        assert refused.field == "notes"


@given(cut_notes())
def test_places_to_split_always_split(cut: tuple[str, Claims]) -> None:
    notes, claims = cut
    for n, claim in enumerate(claims):
        for at in cutting.places_to_split(notes, claim):
            assert len(cutting.split(notes, claims, n, at=at)) == len(claims) + 1


@given(cut_notes(), notes_typed, st.integers(0, 80))
def test_choices_survive_text_put_in_elsewhere(cut: tuple[str, Claims], addition: str, at: int) -> None:
    notes, claims = cut
    at = min(at, len(notes))
    assume(not any(claim.start < at < claim.end for claim in claims))
    new = notes[:at] + addition + notes[at:]
    carried = cutting.carry_over(notes, claims, new, suggestion(new))
    cutting.checked(new, carried.claims)
    assert (carried.kept, carried.lost) == (len(claims), 0)
    kept = [(c.wording(new), c.is_opinion, c.gist) for c in carried.claims]
    for claim in claims:
        assert (claim.wording(notes), claim.is_opinion, claim.gist) in kept


@given(cut_notes(), notes_typed)
def test_any_change_of_the_notes_leaves_claims_that_fit(cut: tuple[str, Claims], new: str) -> None:
    notes, claims = cut
    carried = cutting.carry_over(notes, claims, new, suggestion(new))
    cutting.checked(new, carried.claims)
    assert carried.kept + carried.lost == len(claims)


def test_the_official_is_told_what_could_not_be_carried_over() -> None:
    before = after(cut("・橋を直してほしい。\n・道が暗い。"), Act("drop", 0))
    desk = cut("・橋を架け替えてほしい。\n・道が暗い。", before=before)
    assert "1か所の区切りは引き継いでいます" in desk.message
    assert "1か所は引き継げませんでした" in desk.message


def test_a_gist_of_five_hundred_characters_is_the_longest() -> None:
    cutting.checked("メモ", [Claim(0, 2, True, "要" * 500)])
    try:
        cutting.checked("メモ", [Claim(0, 2, True, "要" * 501)])
    except ClaimsDoNotFit as refused:
        assert "501字" in refused.message
    else:
        raise AssertionError("501 characters were taken")
