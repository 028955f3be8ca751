"""When two typed names are the same body. For matching only: a name is stored and shown as typed (TU8)."""

import unicodedata

from consult.domain.plain_text import INVISIBLE

# After NFKC: ㈱ is (株), ㍿ is 株式会社. Longer forms first.
LEGAL_FORMS = (
    ("(特非)", "特定非営利活動法人"),
    ("npo法人", "特定非営利活動法人"),
    ("(一社)", "一般社団法人"),
    ("(公社)", "公益社団法人"),
    ("(一財)", "一般財団法人"),
    ("(公財)", "公益財団法人"),
    ("(社福)", "社会福祉法人"),
    ("(福)", "社会福祉法人"),
    ("(医)", "医療法人"),
    ("(学)", "学校法人"),
    ("(株)", "株式会社"),
    ("(有)", "有限会社"),
    ("(同)", "合同会社"),
    ("(資)", "合資会社"),
    ("(名)", "合名会社"),
)
# ・ and dashes are typed or left out at will.
IGNORED = set("・･-‐‑–—―−'’\"”“.．,，、")


def match_key(name: str) -> str:
    """Folded width, case, blanks and written-out legal forms; equal keys mean the same body."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = "".join(char for char in folded if not is_ignored(char))
    for short, long in LEGAL_FORMS:
        folded = folded.replace(short, long)
    return folded


def bare_name(name: str) -> str:
    """As people say it: without its legal form, in full width or half as typed."""
    bare = unicodedata.normalize("NFKC", name)
    for form in (form for pair in LEGAL_FORMS for form in pair):
        bare = bare.replace(form, "")
    return bare.strip()


def is_ignored(char: str) -> bool:
    """Typed or left out at will, or not to be seen at all."""
    is_hidden = unicodedata.category(char) in ("Cf", "Cc") or INVISIBLE.match(char) is not None
    return char in IGNORED or char.isspace() or is_hidden
