"""TABLES. One noun per file; importing this package makes every table known."""

from consult.models.answer_group import AnswerGroup, InternalRemark, SummaryQuotation
from consult.models.attachment import StoredFile
from consult.models.audit import AuditEvent
from consult.models.blind_sample import BlindCode, BlindSampling, SampledOpinion
from consult.models.consultation import (
    AcceptedMethod,
    AskedItem,
    Consultation,
    DraftFile,
    PeriodChange,
    ResultClass,
)
from consult.models.counterpart import (
    Counterpart,
    CounterpartMerge,
    DistinctCounterparts,
    District,
    OwnSector,
)
from consult.models.desk_note import DeskNote, DeskNoteLink
from consult.models.division import Division
from consult.models.draft_text import DraftDocument, DraftSection
from consult.models.hearing import AgendaTemplate, FollowUp, Hearing, HearingAttachment, HearingDraft
from consult.models.import_batch import ImportBatch, ImportedRow, RememberedColumn
from consult.models.kept_words import KeptWords
from consult.models.learning import LearnedTagger, Refit, ShadowLook
from consult.models.link import LinkDecision, LinkLook, LinkSuggestion
from consult.models.official_response import (
    OfficialResponse,
    ResponseAct,
    ResponseVersion,
    Revision,
    RevisionGroup,
)
from consult.models.opinion import Opinion, OpinionFlag
from consult.models.opinion_words import OpinionWords
from consult.models.outbox import OutboxMessage
from consult.models.plan import (
    BasicGoal,
    ModelBlock,
    PlanEdition,
    PlanPeriod,
    PriorityModel,
    Strategy,
    Theme,
    VocabularyTerm,
)
from consult.models.plan_package import Kpi, KpiValue, Measure, PolicyPackage
from consult.models.plan_population import (
    PopulationDirection,
    PopulationFigure,
    PopulationScenario,
    PopulationVision,
    ScenarioPoint,
    SupportRatioPoint,
)
from consult.models.plan_results import GoalResult, ReviewedPurpose
from consult.models.plan_timeline import TimelineStep
from consult.models.progress import KpiEntry, KpiSetting
from consult.models.publication import (
    Publication,
    PublishedAnswer,
    PublishedCount,
    PublishedFlow,
    PublishedLink,
    PublishedOpinion,
    PublishedReading,
    RoadCode,
)
from consult.models.published_page import PublishedPage
from consult.models.redaction import PersonalLook, Redaction
from consult.models.rules import AddedSynonym, AddedWord, CodingRule, TopicPlace
from consult.models.search_entry import SearchEntry
from consult.models.staff import PasswordLink, StaffMember, StaffSession
from consult.models.submission import DistinctSubmitters, Submission, SubmissionFile, Submitter
from consult.models.tag import Review, Tag, TagDecision, TaggerRun
from consult.models.theme_board import ChosenOpinion, PackageHeadline, PinnedOpinion, ThemeHeadline
from consult.models.yearly_check import Inquiry, InquiryItem, PackageAssessment

__all__ = [
    "AcceptedMethod",
    "AddedSynonym",
    "AddedWord",
    "AgendaTemplate",
    "AnswerGroup",
    "AskedItem",
    "AuditEvent",
    "BasicGoal",
    "BlindCode",
    "BlindSampling",
    "ChosenOpinion",
    "CodingRule",
    "Consultation",
    "Counterpart",
    "CounterpartMerge",
    "DeskNote",
    "DeskNoteLink",
    "DistinctCounterparts",
    "DistinctSubmitters",
    "District",
    "Division",
    "DraftDocument",
    "DraftFile",
    "DraftSection",
    "FollowUp",
    "GoalResult",
    "Hearing",
    "HearingAttachment",
    "HearingDraft",
    "ImportBatch",
    "ImportedRow",
    "Inquiry",
    "InquiryItem",
    "InternalRemark",
    "KeptWords",
    "Kpi",
    "KpiEntry",
    "KpiSetting",
    "KpiValue",
    "LearnedTagger",
    "LinkDecision",
    "LinkLook",
    "LinkSuggestion",
    "Measure",
    "ModelBlock",
    "OfficialResponse",
    "Opinion",
    "OpinionFlag",
    "OpinionWords",
    "OutboxMessage",
    "OwnSector",
    "PackageAssessment",
    "PackageHeadline",
    "PasswordLink",
    "PeriodChange",
    "PersonalLook",
    "PinnedOpinion",
    "PlanEdition",
    "PlanPeriod",
    "PolicyPackage",
    "PopulationDirection",
    "PopulationFigure",
    "PopulationScenario",
    "PopulationVision",
    "PriorityModel",
    "Publication",
    "PublishedAnswer",
    "PublishedCount",
    "PublishedFlow",
    "PublishedLink",
    "PublishedOpinion",
    "PublishedPage",
    "PublishedReading",
    "Redaction",
    "Refit",
    "RememberedColumn",
    "ResponseAct",
    "ResponseVersion",
    "ResultClass",
    "Review",
    "ReviewedPurpose",
    "Revision",
    "RevisionGroup",
    "RoadCode",
    "SampledOpinion",
    "ScenarioPoint",
    "SearchEntry",
    "ShadowLook",
    "StaffMember",
    "StaffSession",
    "StoredFile",
    "Strategy",
    "Submission",
    "SubmissionFile",
    "Submitter",
    "SummaryQuotation",
    "SupportRatioPoint",
    "Tag",
    "TagDecision",
    "TaggerRun",
    "Theme",
    "ThemeHeadline",
    "TimelineStep",
    "TopicPlace",
    "VocabularyTerm",
]
