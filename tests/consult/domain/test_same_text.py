"""Copies of one text have one digest, however they were typed; other texts have others."""

import pytest

from consult.domain.same_text import text_digest

TEXT = "ﾊﾞスを3本、ふやして欲しい。ガラスの駅も。"


@pytest.mark.parametrize(
    "copy",
    [
        "バスを３本、ふやして欲しい。ガラスの駅も。",
        "  バスを3本、\r\nふやして　欲しい。\tガラスの駅も。\n",
        "バスを3本、ふやして\u200b欲しい。\ufeffガラスの駅も。",
        "ハ\u3099スを3本、ふやして欲しい。カ \u3099ラスの駅も。",
        "バスを3本、ふやして欲し\ufe00い。ガラスの駅も。\ud800",
    ],
)
def test_spaces_line_ends_width_and_invisible_characters_make_no_other_text(copy: str) -> None:
    assert text_digest(copy) == text_digest(TEXT)


@pytest.mark.parametrize(
    "other", ["", "バスを3本、ふやして欲しい。", TEXT.replace("3", "4"), TEXT.replace("ス", "ズ")]
)
def test_another_character_is_another_text(other: str) -> None:
    assert text_digest(other) != text_digest(TEXT)


def test_the_digest_stays_what_the_databases_hold() -> None:
    assert text_digest("バスを増やしてほしい。") == "b0fbb9f04c916be1891d57d502e0aea6"
