"""The door to the finder of personal information: an opinion's text goes in, places come out; contacts never come here."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

import nlp
from nlp.dictionary import versions

# Start, end (code points of the text) and the kind of nlp.
PersonalPassage = tuple[int, int, str]


# A flood is mostly copies of a few texts.
@lru_cache(maxsize=2048)
def personal_passages(text: str) -> tuple[PersonalPassage, ...]:
    """What may be personal in an opinion's text. A proposal, never complete."""
    return tuple((item.start, item.end, item.kind) for item in nlp.personal_items(text))


@cache
def finder_version() -> str:
    """Changes with the finder's rules, its words and the dictionary: then opinions are looked at again."""
    folder = Path(nlp.__file__).parent
    parts = [
        *sorted(folder.glob("personal*.py")),
        folder / "resources" / "personal.yaml",
        folder / "normalise.py",
    ]
    read = hashlib.sha256(repr(sorted(versions().items())).encode())
    for part in parts:
        read.update(part.read_bytes())
    return read.hexdigest()[:16]
