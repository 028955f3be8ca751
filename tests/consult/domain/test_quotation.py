"""A 要旨 is offered only as a shortened quotation: slices of the opinion in their order, and 「…」."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.quotation import CUT, LIMIT, shortened

PARTS = st.text(st.sampled_from("橋を直してほしい駅前、。！？\n\u3000 ・」（a1\t…𠮷"), max_size=300)
BUSES = (
    "中山間地域では、路線バスが一日三本しかなく、通院や買い物のたびに家族の車に頼っています。"
    "予約制の乗合交通を、曜日を決めてでも走らせてほしいです。"
)


@given(PARTS, st.integers(10, 120))
def test_every_piece_is_a_slice_in_order_and_the_whole_fits(wording: str, limit: int) -> None:
    found = shortened(wording, limit)
    if found is None:
        return
    edge = 0
    for start, end in found.pieces:
        assert edge <= start < end <= len(wording)
        edge = end
    assert len(found.text) <= limit
    words = CUT.join(wording[start:end] for start, end in found.pieces)
    assert found.text in (words, CUT + words, words + CUT, CUT + words + CUT)


@given(PARTS)
def test_it_is_shorter_and_survives_the_one_line_of_its_field(wording: str) -> None:
    found = shortened(wording)
    if found is not None:
        assert len(found.text) < len(wording)
        assert " ".join(found.text.split()) == found.text


@given(PARTS)
def test_what_is_left_out_is_marked(wording: str) -> None:
    """Without the marks, the text is the wording with something cut out between the pieces."""
    found = shortened(wording)
    if found is not None:
        gaps = zip(found.pieces, found.pieces[1:], strict=False)
        assert all(before[1] < after[0] for before, after in gaps)


def test_how_it_begins_and_what_it_asks_for_stay() -> None:
    found = shortened(BUSES, 60)
    assert found is not None
    assert found.text == (
        "中山間地域では、路線バスが一日三本しかなく、…予約制の乗合交通を、曜日を決めてでも走らせてほしいです。"
    )


def test_a_short_opinion_needs_no_shorter_one() -> None:
    assert shortened("橋を直してほしい。") is None
    assert shortened("あ、" * (LIMIT // 2)) is None


def test_one_long_clause_is_not_cut_in_the_middle_of_a_word() -> None:
    assert shortened("あ" * 200) is None
    found = shortened("あ" * 200 + "、橋を直してほしい。")
    assert found is not None and found.text == "…橋を直してほしい。"


def test_a_bullet_in_the_middle_is_left_out() -> None:
    wording = "若い人が戻れる仕事がほしい。\n・" + "特に、" * 30 + "在宅で働ける仕事が必要だ。"
    found = shortened(wording)
    assert found is not None
    assert found.text.startswith("若い人が戻れる仕事がほしい。…特に、") and "・" not in found.text
