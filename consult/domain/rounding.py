"""Numbers shown with fewer places than they have, so that a reader who adds them up gets the sum that is shown."""

import math
from collections.abc import Sequence


def rounded_to_add_up(parts: Sequence[float], decimals: int = 2) -> list[float]:
    """Each part rounded up or down; they add up to the rounded sum. The largest remainders are rounded up."""
    scale = 10**decimals
    downs = [math.floor(part * scale) for part in parts]
    ups = round(sum(parts) * scale) - sum(downs)
    by_remainder = sorted(range(len(parts)), key=lambda n: downs[n] - parts[n] * scale)
    for n in by_remainder[:ups]:
        downs[n] += 1
    return [down / scale for down in downs]
