"""How long a person took between being shown a page and answering: measured, capped, or not known. Never estimated."""

from consult import clock

# Whoever takes longer was called away. Counted as this much, not left out: leaving the slow ones out would flatter.
LONGEST_SECONDS = 600


def started() -> str:
    """What a form carries from the showing to the answer."""
    return str(int(clock.now().timestamp()))


def seconds_since(carried: str | None) -> int | None:
    """Whole seconds since `started()`, at most LONGEST_SECONDS; None for what no page of ours has carried."""
    if not carried or not (carried.isascii() and carried.isdigit() and len(carried) < 12):
        return None
    passed = int(clock.now().timestamp()) - int(carried)
    return min(passed, LONGEST_SECONDS) if passed >= 0 else None
