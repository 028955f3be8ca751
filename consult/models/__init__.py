"""TABLES. One noun per file; importing this package makes every table known."""

from consult.models.attachment import StoredFile
from consult.models.audit import AuditEvent
from consult.models.consultation import Consultation, DraftDocument
from consult.models.counterpart import Counterpart
from consult.models.hearing import Hearing, HearingDraft
from consult.models.opinion import Opinion
from consult.models.plan import PlanEdition, PolicyPackage, PriorityModel, Theme, VocabularyTerm
from consult.models.published_page import PublishedPage
from consult.models.staff import PasswordLink, StaffMember, StaffSession
from consult.models.submission import Submission, Submitter
from consult.models.tag import Review, Tag, TagDecision, TaggerRun
from consult.models.theme_board import ChosenOpinion, ThemeHeadline

__all__ = [
    "AuditEvent",
    "ChosenOpinion",
    "Consultation",
    "Counterpart",
    "DraftDocument",
    "Hearing",
    "HearingDraft",
    "Opinion",
    "PasswordLink",
    "PlanEdition",
    "PolicyPackage",
    "PriorityModel",
    "PublishedPage",
    "Review",
    "StaffMember",
    "StaffSession",
    "StoredFile",
    "Submission",
    "Submitter",
    "Tag",
    "TagDecision",
    "TaggerRun",
    "Theme",
    "ThemeHeadline",
    "VocabularyTerm",
]
