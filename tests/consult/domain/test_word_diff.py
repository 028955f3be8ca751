"""Two versions of a text are compared word by word; nothing of either is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.word_diff import Change, has_changed, word_diff, words_of
from tests.counted_work import stopped_when_endless

texts = st.text("市はバスを増やす本数六四ABC12。、\n 𠮷", max_size=60)


def marked(before: str, after: str) -> str:
    signs = {Change.SAME: "{}", Change.TAKEN_OUT: "[-{}-]", Change.PUT_IN: "[+{}+]"}
    return "".join(signs[part.change].format(part.text) for part in word_diff(before, after))


def test_a_changed_word_is_taken_out_and_put_in_and_the_rest_stays() -> None:
    assert (
        marked("バスを一日四本にします。", "バスを一日六本にします。") == "バスを一日[-四-][+六+]本にします。"
    )
    assert marked("バスを増やす。", "路線バスを増やす。") == "[+路線+]バスを増やす。"
    assert marked("検討する。実施する。", "実施する。") == "[-検討する。-]実施する。"


def test_equal_texts_have_one_part_and_no_change() -> None:
    assert not has_changed(word_diff("同じ文。", "同じ文。"))
    assert word_diff("", "") == []
    assert has_changed(word_diff("", "加えた。"))


@given(texts, texts)
@settings(max_examples=60)
def test_both_texts_can_be_read_from_the_parts(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(part.text for part in parts if part.change is not Change.PUT_IN) == before
    assert "".join(part.text for part in parts if part.change is not Change.TAKEN_OUT) == after
    assert "".join(before[start:end] for start, end in words_of(before)) == before


def test_long_and_monotonous_texts_are_compared_without_every_pair_of_equal_words() -> None:
    with stopped_when_endless():
        parts = word_diff("亜あ" * 50_000, "亜あ" * 49_999 + "い。")
    assert "".join(part.text for part in parts if part.change is not Change.TAKEN_OUT).endswith("い。")
