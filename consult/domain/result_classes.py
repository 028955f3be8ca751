"""反映区分 as bodies print them, and the neutral code behind each label (§4).

One label may stand for two codes: the label is printed, the code is chosen with each answer. No class at all is a style, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.domain.vocabulary import Disposition

MAX_LABEL = 100
MOST_CLASSES = 30


@dataclass(frozen=True)
class PresetClass:
    label: str
    disposition: Disposition


@dataclass(frozen=True)
class Preset:
    """A set of classes to begin with; its classes can be reworded afterwards."""

    label: str
    classes: tuple[PresetClass, ...]


def _classes(*pairs: tuple[str, Disposition]) -> tuple[PresetClass, ...]:
    return tuple(PresetClass(label, disposition) for label, disposition in pairs)


STANDARD_PRESET = "neutral"
PRESETS: Mapping[str, Preset] = {
    "neutral": Preset("標準の6区分", _classes(*((each.label, each) for each in Disposition))),
    "none": Preset("区分を使わない（検討結果と理由だけ）", ()),
    "kumamoto": Preset(
        "対応1〜5（熊本の例）",
        _classes(
            ("対応1 補足・修正", Disposition.REVISED),
            ("対応2 既記載", Disposition.COVERED),
            ("対応3 説明・理解", Disposition.EXPLAINED),
            ("対応4 事業参考", Disposition.REFERENCE),
            ("対応5 その他", Disposition.OTHER),
        ),
    ),
    "yokohama": Preset(
        "反映・趣旨が含まれる・参考・賛同・その他（横浜の例）",
        _classes(
            ("反映するもの", Disposition.REVISED),
            ("趣旨が既に含まれているもの", Disposition.COVERED),
            ("今後の参考", Disposition.REFERENCE),
            ("賛同", Disposition.AGREEMENT),
            ("その他", Disposition.OTHER),
        ),
    ),
    "kanagawa": Preset(
        "反映した・参考・反映できない・その他（神奈川の例）",
        _classes(
            ("1 反映した(している)", Disposition.REVISED),
            ("1 反映した(している)", Disposition.COVERED),
            ("2 今後の参考", Disposition.REFERENCE),
            ("3 反映できない", Disposition.EXPLAINED),
            ("4 その他", Disposition.OTHER),
        ),
    ),
    "kitakyushu": Preset(
        "追加・修正あり、掲載済み、なし、その他（北九州の例）",
        _classes(
            ("追加・修正あり", Disposition.REVISED),
            ("計画に掲載済み", Disposition.COVERED),
            ("追加・修正なし", Disposition.EXPLAINED),
            ("追加・修正なし", Disposition.REFERENCE),
            ("その他", Disposition.OTHER),
        ),
    ),
    "adopted": Preset(
        "採用・不採用（理由を付ける）",
        _classes(("採用", Disposition.REVISED), ("不採用", Disposition.EXPLAINED)),
    ),
    "as_drafted": Preset(
        "修正する・原案のとおり",
        _classes(("案を修正する", Disposition.REVISED), ("原案のとおり", Disposition.EXPLAINED)),
    ),
}


def printed_labels(classes: Sequence[tuple[str, Disposition]]) -> dict[str, list[Disposition]]:
    """The labels in their order, each once, with every code that it stands for: the lines of a published table."""
    lines: dict[str, list[Disposition]] = {}
    for label, disposition in classes:
        lines.setdefault(label, []).append(disposition)
    return lines
