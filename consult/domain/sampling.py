"""Which opinions are drawn into the blind sample: by a keyed hash of their number, so that nothing else can decide."""

import hashlib
import hmac

WHOLE = 100
DEFAULT_SHARE = 5


def is_in_share(number: int, *, key: str, share_percent: int) -> bool:
    """Whether the opinion with this number falls into the share: always the same answer, whatever its words are.

    Nobody can foresee it without the installation's key, and a larger share holds the whole of a smaller one.
    """
    digest = hmac.digest(key.encode(), str(number).encode(), hashlib.sha256)
    return int.from_bytes(digest[:8]) * WHOLE < share_percent << 64
