"""Presets of result classes print what real bodies print, over neutral codes (§4)."""

from consult.domain.result_classes import MAX_LABEL, PRESETS, printed_labels
from consult.domain.vocabulary import Disposition


def printed(code: str) -> dict[str, list[Disposition]]:
    return printed_labels([(each.label, each.disposition) for each in PRESETS[code].classes])


def test_no_preset_says_the_same_twice_and_every_label_fits() -> None:
    for preset in PRESETS.values():
        assert len(set(preset.classes)) == len(preset.classes)
        assert all(0 < len(each.label) <= MAX_LABEL for each in preset.classes)


def test_the_standard_set_holds_every_neutral_code_once() -> None:
    assert [each.disposition for each in PRESETS["neutral"].classes] == list(Disposition)


def test_a_case_may_print_no_class_at_all() -> None:
    assert PRESETS["none"].classes == ()


def test_one_label_may_stand_for_two_codes() -> None:
    assert printed("kanagawa")["1 反映した(している)"] == [Disposition.REVISED, Disposition.COVERED]
    assert printed("kitakyushu")["追加・修正なし"] == [Disposition.EXPLAINED, Disposition.REFERENCE]


def test_the_printed_lines_are_as_many_as_the_published_figures() -> None:
    """21+4+4+28+19, 196+48+52+197, 18+3+73+12 and 2+3+0+5+0: one label to a figure."""
    lines = {code: len(printed(code)) for code in ("yokohama", "kanagawa", "kitakyushu", "kumamoto")}
    assert lines == {"yokohama": 5, "kanagawa": 4, "kitakyushu": 4, "kumamoto": 5}
