"""Every stored code with its Japanese label. One concept, one word (docs: style of the house, §2).

Import from here; the files beside it only keep it readable."""

from consult.domain.vocabulary.base import Vocabulary
from consult.domain.vocabulary.comments import (
    AgeBand,
    ConsultationStage,
    DeadlineRule,
    Demand,
    Disposition,
    DraftSource,
    FlagKind,
    PublicationKind,
    PublishedOutcome,
    ResponseState,
    ResponseStep,
    SubmitterClass,
    SubmitterItem,
)
from consult.domain.vocabulary.plan import KpiDirection, PopulationFigureKind, ProcessChannel
from consult.domain.vocabulary.redaction import PassageOutcome, PersonalKind, RedactionReason
from consult.domain.vocabulary.sources import (
    Channel,
    Consent,
    HearingKind,
    HearingMethod,
    ImportKind,
    ImportState,
    OpinionSource,
    Reach,
    RowOutcome,
    Sector,
    SubmitterKind,
)
from consult.domain.vocabulary.staff import AuditAction, Role
from consult.domain.vocabulary.tagging import (
    Certainty,
    Facet,
    Outcome,
    RefitState,
    RuleStrength,
    Standing,
    TaggerState,
)

__all__ = [
    "AgeBand",
    "AuditAction",
    "Certainty",
    "Channel",
    "Consent",
    "ConsultationStage",
    "DeadlineRule",
    "Demand",
    "Disposition",
    "DraftSource",
    "Facet",
    "FlagKind",
    "HearingKind",
    "HearingMethod",
    "ImportKind",
    "ImportState",
    "KpiDirection",
    "OpinionSource",
    "Outcome",
    "PassageOutcome",
    "PersonalKind",
    "PopulationFigureKind",
    "ProcessChannel",
    "PublicationKind",
    "PublishedOutcome",
    "Reach",
    "RedactionReason",
    "RefitState",
    "ResponseState",
    "ResponseStep",
    "Role",
    "RowOutcome",
    "RuleStrength",
    "Sector",
    "Standing",
    "SubmitterClass",
    "SubmitterItem",
    "SubmitterKind",
    "TaggerState",
    "Vocabulary",
]
