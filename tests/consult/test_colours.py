"""The chosen colours: contrast (WCAG 2.2) and difference for colour-blind readers (Machado, Oliveira and Fernandes 2009)."""

import re
from itertools import combinations

import pytest

from tests.structure.source import ROOT

STATIC = ROOT / "consult/static"
CSS = (STATIC / "vendor/design-tokens.css").read_text() + (STATIC / "css/tokens.css").read_text()
TOKENS = dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", CSS))
# What a full dichromat sees, in linear RGB.
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
THEMES = [f"theme-{number}" for number in range(1, 7)]


def colour(name: str) -> str:
    """The `#rrggbb` behind one of our names."""
    value = TOKENS[name]
    inner = re.fullmatch(r"var\(--([a-z0-9-]+)\)", value)
    return colour(inner.group(1)) if inner else value


def linear(name: str) -> list[float]:
    digits = colour(name)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def contrast(one: str, other: str) -> float:
    lights = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))), reverse=True
    )
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def lab(name: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as that sight sees it."""
    rgb = linear(name)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in SIGHTS[sight])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, sight: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_readable_as_text_and_as_a_filled_mark(theme: str) -> None:
    assert contrast(theme, "paper") >= 4.5
    assert contrast(theme, f"{theme}-quiet") >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_first_three_themes_stay_apart_in_every_sight(sight: str) -> None:
    assert min(difference(*pair, sight) for pair in combinations(THEMES[:3], 2)) >= 25


@pytest.mark.parametrize("sight", SIGHTS)
def test_all_six_themes_can_be_told_apart_in_every_sight(sight: str) -> None:
    assert min(difference(*pair, sight) for pair in combinations(THEMES, 2)) >= 20


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"),
        ("ink-quiet", "paper-quiet"),
        ("ink", "evidence"),
        ("ink-strong", "head-paper"),
        ("paper", "key"),
        ("paper", "error"),
        ("key", "key-quiet"),
        ("link", "paper-quiet"),
        ("link", "focus-ring"),
        ("success", "paper"),
        ("warning", "paper"),
        ("error", "paper"),
    ],
)
def test_text_stands_out_from_its_ground(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize("line", ["field-rule", "rule", "theme-1", "theme-2", "theme-3"])
def test_frames_that_carry_meaning_are_seen(line: str) -> None:
    assert contrast(line, "paper") >= 3


def test_the_measure_reads_black_on_white_as_the_standard_does() -> None:
    assert contrast("color-neutral-black", "color-neutral-white") == pytest.approx(21)
    assert colour("paper") == "#ffffff"
