"""A browser that sends and sends is slowed; an address never is (TS6, TS7, docs/decisions/0043)."""

import hashlib
from contextlib import AbstractContextManager, nullcontext

from flask import session

from consult.extensions import limiter

# A family at one screen stays below; a script that sends sixty a minute does not.
SENDS = "10 per minute"


def slowed_down() -> AbstractContextManager[object]:
    """Counts one send of this browser; raises RateLimitExceeded above the limit.

    The browser is known by the token of its session, without which nothing can be sent at all.
    """
    token = session.get("csrf_token")
    if not token:
        return nullcontext()
    known_as = hashlib.sha256(str(token).encode()).hexdigest()
    return limiter.limit(SENDS, key_func=lambda: known_as, scope="sends of one browser")
