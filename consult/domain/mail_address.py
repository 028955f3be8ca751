"""An address that a mail can be sent to, and nothing else: one recipient, no line break, no second header (TP21)."""

import re
import unicodedata

MAX_ADDRESS = 254
# Also two dots in a row and a dot at the end: mobile carriers of this country gave such addresses out.
LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def mailable(typed: str) -> str:
    """The address meant, in half width (R26) and with its domain as the wire takes it; "" where none can be told."""
    if len(typed) > 4 * MAX_ADDRESS:
        return ""
    local, _, domain = unicodedata.normalize("NFKC", typed).strip().rpartition("@")
    try:
        labels = domain.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return ""
    address = f"{local}@{'.'.join(labels)}"
    is_one = LOCAL.fullmatch(local) and len(labels) > 1 and all(map(LABEL.fullmatch, labels))
    return address if is_one and len(address) <= MAX_ADDRESS else ""
