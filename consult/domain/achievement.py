"""How far a KPI is from its baseline to its target. Only what the figures say; what is missing is named, never 0 (D7)."""

from dataclasses import dataclass

from consult.domain.vocabulary import Achievement, KpiDirection

RULE = (
    "「達成」は、最新の値が目標値に届いているもの（減るほどよい指標では、目標値以下のもの）です。",
    "進み具合は、基準値から目標値までの幅のうち、最新の値がどこまで来たかです。基準値のままなら0％、目標値なら100％、"
    "基準値より目標から離れると負の数になります。",
    "値がないことと0は違います。値、目標値、増減の向きのどれかがないKPIは「判定できない」とし、0とは数えません。",
    "基準値の入力がないKPIは、戦略の資料にある一番古い年の値（策定時の値）を基準値とみなします。",
)


@dataclass(frozen=True)
class Judged:
    """`progress` in percent of the way; None where it cannot be told. `reason` says what is missing."""

    outcome: Achievement
    progress: float | None = None
    reason: str = ""

    def percent(self, places: int = 0) -> float | None:
        """As it is shown. Rounding never says that a target is reached, or that nothing moved, when it is not so."""
        if self.progress is None:
            return None
        rounded, step = round(self.progress, places), 10.0**-places
        if self.progress < 100 <= rounded:
            return 100 - step
        return rounded or (step if self.progress > 0 else -step if self.progress < 0 else 0.0)


def judge(
    *, direction: KpiDirection | None, baseline: float | None, target: float | None, actual: float | None
) -> Judged:
    missing = [
        words
        for words, value in (("実績値", actual), ("目標値", target), ("増減の向き", direction))
        if value is None
    ]
    if actual is None or target is None or direction is None:
        return Judged(Achievement.UNKNOWN, reason=f"{'と'.join(missing)}がありません")
    is_behind = _is_behind(direction, baseline, target)
    progress = None if is_behind else _progress(baseline, target, actual)
    is_met = actual >= target if direction is KpiDirection.UP else actual <= target
    if is_met:
        return Judged(Achievement.MET, progress)
    if progress is None:
        reason = "基準値がありません" if baseline is None else "基準値が目標値を超えています"
        return Judged(Achievement.NOT_MET, reason=f"{reason}（進み具合は出せません）")
    if progress == 0:
        return Judged(Achievement.UNCHANGED, progress)
    return Judged(Achievement.ADVANCING if progress > 0 else Achievement.RECEDING, progress)


def _progress(baseline: float | None, target: float, actual: float) -> float | None:
    if baseline is None or baseline == target:
        return None
    return (actual - baseline) / (target - baseline) * 100


def _is_behind(direction: KpiDirection, baseline: float | None, target: float) -> bool:
    """A target that is worse than where it began: the way between them leads nowhere."""
    if baseline is None:
        return False
    return baseline > target if direction is KpiDirection.UP else baseline < target
