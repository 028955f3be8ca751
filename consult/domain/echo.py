"""What was typed, as a message repeats it: enough to know it by. The whole stays in its field."""

ECHOED = 20


def echoed(typed: str) -> str:
    """On one line, with 「…」 for what is left out."""
    plain = " ".join(typed.split())
    return plain if len(plain) <= ECHOED else f"{plain[: ECHOED - 1]}…"
