"""Japanese text: normalisation that remembers positions, claims of notes, and tags that explain themselves."""

from nlp.claims import claims_of
from nlp.errors import NlpError
from nlp.normalise import normalise
from nlp.personal import personal_items
from nlp.tag import Tagger
from nlp.types import Claim, Evidence, Strategy, TagResult, TagSuggestion

__all__ = [
    "Claim",
    "Evidence",
    "NlpError",
    "Strategy",
    "TagResult",
    "TagSuggestion",
    "Tagger",
    "claims_of",
    "normalise",
    "personal_items",
]
