"""One maker per model, keyword overrides; everybody here is invented. Makers flush and never commit."""

import hashlib
import itertools
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from passlib.hash import argon2

from consult import opinion_words
from consult.domain.vocabulary import (
    Channel,
    Consent,
    ConsultationStage,
    Demand,
    Disposition,
    DraftSource,
    Facet,
    FlagKind,
    HearingKind,
    ImportKind,
    ImportState,
    KpiDirection,
    OpinionSource,
    Outcome,
    PassageOutcome,
    PersonalKind,
    PublicationKind,
    PublishedOutcome,
    RedactionReason,
    RefitState,
    ResponseStep,
    Role,
    RuleStrength,
    Sector,
    SubmitterItem,
    SubmitterKind,
    TaggerState,
)
from consult.extensions import db
from consult.finder_gateway import finder_version
from consult.imports.choices import first_choices
from consult.imports.importers import IMPORTERS
from consult.link_targets import LinkTarget
from consult.models import (
    AcceptedMethod,
    AddedSynonym,
    AddedWord,
    AgendaTemplate,
    AnswerGroup,
    AskedItem,
    BlindCode,
    CodingRule,
    Consultation,
    Counterpart,
    CounterpartMerge,
    DeskNote,
    DeskNoteLink,
    DistinctCounterparts,
    DistinctSubmitters,
    District,
    Division,
    DraftDocument,
    DraftFile,
    DraftSection,
    FollowUp,
    Hearing,
    HearingAttachment,
    HearingDraft,
    ImportBatch,
    ImportedRow,
    Inquiry,
    InquiryItem,
    InternalRemark,
    Kpi,
    KpiEntry,
    KpiSetting,
    LearnedTagger,
    LinkDecision,
    LinkLook,
    LinkSuggestion,
    Measure,
    OfficialResponse,
    Opinion,
    OpinionFlag,
    OpinionWords,
    OutboxMessage,
    OwnSector,
    PackageAssessment,
    PackageHeadline,
    PeriodChange,
    PersonalLook,
    PinnedOpinion,
    PlanEdition,
    PolicyPackage,
    PriorityModel,
    Publication,
    PublishedAnswer,
    PublishedCount,
    PublishedOpinion,
    PublishedPage,
    Redaction,
    Refit,
    RememberedColumn,
    ResponseAct,
    ResponseVersion,
    ResultClass,
    Review,
    Revision,
    RevisionGroup,
    RoadCode,
    SampledOpinion,
    ShadowLook,
    StaffMember,
    StoredFile,
    Submission,
    SubmissionFile,
    Submitter,
    SummaryQuotation,
    Tag,
    TagDecision,
    TaggerRun,
    Theme,
    TopicPlace,
)
from consult.publication import readings
from consult.road_codes import new_code
from consult.search_gateway import FoundWord
from consult.spreadsheets.reading import read_file
from consult.spreadsheets.tables import packed

PASSWORD = "kari-no-aikotoba-2026"
# The cheapest hash that the sign-in accepts: a test is about something else than its cost.
PASSWORD_HASH = argon2.using(rounds=1, memory_cost=8, parallelism=1).hash(PASSWORD)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def make_staff_member(*, roles: list[Role] | None = None, **fields: Any) -> StaffMember:
    number = next(_numbers)
    values: dict[str, Any] = {
        "email": f"shokuin{number}@example.jp",
        "name": f"職員{number}",
        "password": PASSWORD_HASH,
        "fs_uniquifier": secrets.token_hex(16),
        "role_codes": [role.value for role in roles or [Role.OFFICIAL]],
        "created_at": NOW,
    }
    return _kept(StaffMember(**values | fields))


def make_consultation(**fields: Any) -> Consultation:
    values: dict[str, Any] = {
        "title": "第2期総合戦略（素案）への意見募集",
        "purpose": "素案を市民の皆さまと考えるため",
        "outline": "五か年の目標と施策を定めます。",
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2026, 11, 30),
        "eligibility": "市内に住む方、働く方、学ぶ方",
        "contact": "架空市 総合政策課",
        "stage": ConsultationStage.ANNOUNCED,
        "announced_at": NOW,
        "created_at": NOW,
        "methods": [AcceptedMethod(channel=Channel.FORM, position=1)],
        "asked_items": [
            AskedItem(item=item, demand=Demand.OPTIONAL, position=position)
            for position, item in enumerate(
                (SubmitterItem.NAME, SubmitterItem.ADDRESS, SubmitterItem.EMAIL), start=1
            )
        ],
    }
    return _kept(Consultation(**values | fields))


def make_division(**fields: Any) -> Division:
    number = next(_numbers)
    return _kept(Division(**{"name": f"架空{number}課", "position": number, "created_at": NOW} | fields))


def make_result_class(*, consultation: Consultation, **fields: Any) -> ResultClass:
    values = {"position": next(_numbers), "label": "今後の参考とします", "disposition": Disposition.REFERENCE}
    return _kept(ResultClass(consultation_id=consultation.id, **values | fields))


def make_draft_text(*, consultation: Consultation, **fields: Any) -> DraftDocument:
    """A released version of the draft's text with two chapters."""
    values: dict[str, Any] = {
        "number": 1,
        "label": "素案",
        "source": DraftSource.PASTED,
        "released_at": NOW,
        "created_at": NOW,
        "sections": [
            DraftSection(
                position=1, key="s1", level=1, heading="第1章 移動", body="バスを一日六本にします。"
            ),
            DraftSection(
                position=2, key="s2", level=1, heading="第2章 学び", body="放課後の教室を開きます。"
            ),
        ],
    }
    return _kept(DraftDocument(consultation=consultation, **values | fields))


def make_answer_group(*, consultation: Consultation, **fields: Any) -> AnswerGroup:
    values = {"number": next(_numbers), "summary": "バスの本数を増やしてほしい。", "created_at": NOW}
    return _kept(AnswerGroup(consultation=consultation, **values | fields))


def make_summary_quotation(*, group: AnswerGroup, opinion: Opinion, **fields: Any) -> SummaryQuotation:
    values = {"start_at": 0, "end_at": len(opinion.wording), "position": 1}
    return _kept(SummaryQuotation(answer_group_id=group.id, opinion_id=opinion.id, **values | fields))


def make_internal_remark(*, group: AnswerGroup, **fields: Any) -> InternalRemark:
    values = {"wording": "交通担当に確かめる。", "created_at": NOW}
    return _kept(InternalRemark(answer_group_id=group.id, **values | fields))


def make_official_response(*, group: AnswerGroup, **fields: Any) -> OfficialResponse:
    values = {"wording": "案のとおりとし、運行の形を検討します。", "created_at": NOW}
    return _kept(OfficialResponse(answer_group=group, **values | fields))


def make_response_version(*, response: OfficialResponse, **fields: Any) -> ResponseVersion:
    content = {
        "summary": response.answer_group.summary,
        "wording": response.wording,
        "reason": response.reason,
        "class_label": "",
        "disposition": None,
        "revisions": [],
    }
    values: dict[str, Any] = {"number": 1, "content": content, "saved_at": NOW}
    return _kept(ResponseVersion(official_response_id=response.id, **values | fields))


def make_response_act(*, response: OfficialResponse, **fields: Any) -> ResponseAct:
    values: dict[str, Any] = {"step": ResponseStep.SENT_TO_CHECK, "version_number": 1, "at": NOW}
    return _kept(ResponseAct(official_response_id=response.id, **values | fields))


def make_revision(
    *, consultation: Consultation, groups: tuple[AnswerGroup, ...] = (), **fields: Any
) -> Revision:
    values: dict[str, Any] = {"place": "第1章", "before": "四本", "after": "六本", "created_at": NOW}
    revision = _kept(Revision(consultation=consultation, **values | fields))
    for group in groups:
        _kept(RevisionGroup(revision_id=revision.id, answer_group_id=group.id))
    return revision


def make_opinion_flag(*, opinion: Opinion, **fields: Any) -> OpinionFlag:
    values: dict[str, Any] = {"kind": FlagKind.OFF_TOPIC, "reason": "案と関わりがない", "raised_at": NOW}
    return _kept(OpinionFlag(opinion=opinion, **values | fields))


def make_submission_file(*, submission: Submission, **fields: Any) -> SubmissionFile:
    values = {"file": make_stored_file(), "created_at": NOW}
    return _kept(SubmissionFile(submission_id=submission.id, **values | fields))


def make_outbox_message(**fields: Any) -> OutboxMessage:
    values: dict[str, Any] = {
        "recipient": "hanako@example.jp",
        "subject": "受付のお知らせ",
        "body": "受付番号",
        "not_before": NOW,
        "created_at": NOW,
    }
    return _kept(OutboxMessage(**values | fields))


def make_publication(*, consultation: Consultation, **fields: Any) -> Publication:
    """The frozen record of a case's results, without a row yet."""
    values: dict[str, Any] = {
        "number": 1,
        "kind": PublicationKind.RESULTS,
        "published_at": NOW,
        "facts": {"title": consultation.title},
        "digest": secrets.token_hex(32),
    }
    return _kept(Publication(consultation=consultation, **values | fields))


def make_published_answer(*, publication: Publication, **fields: Any) -> PublishedAnswer:
    number = next(_numbers)
    values: dict[str, Any] = {
        "position": number,
        "group_number": number,
        "summary": "バスの本数を増やしてほしい。",
        "opinions": 1,
        "wording": "運行の形を検討します。",
    }
    return _kept(PublishedAnswer(publication_id=publication.id, **values | fields))


def make_published_count(*, publication: Publication, **fields: Any) -> PublishedCount:
    values: dict[str, Any] = {
        "axis": "channel",
        "position": next(_numbers),
        "code": "form",
        "label": "電子フォーム",
        "opinions": 1,
        "submitters": 1,
    }
    return _kept(PublishedCount(publication_id=publication.id, **values | fields))


def make_published_opinion(*, publication: Publication, opinion: Opinion, **fields: Any) -> PublishedOpinion:
    values: dict[str, Any] = {"outcome": PublishedOutcome.ANSWERED}
    return _kept(PublishedOpinion(publication_id=publication.id, opinion_id=opinion.id, **values | fields))


def keep_readings(publications: Iterable[Publication]) -> None:
    """What is confirmed now is what these versions say of how their opinions were read."""
    for each in publications:
        readings.keep(each)


def make_road_code(*, opinion: Opinion, **fields: Any) -> RoadCode:
    """The name of a released opinion in public."""
    return _kept(RoadCode(opinion_id=opinion.id, **{"code": new_code()} | fields))


def make_draft_file(
    *, consultation: Consultation, content: bytes = b"%PDF-1.7\n", **fields: Any
) -> DraftFile:
    """A file of the draft, for citizens to read."""
    of_file = {name: fields.pop(name) for name in ("name", "media_type") if name in fields}
    file = make_stored_file(content=content, **of_file)
    values: dict[str, Any] = {"title": "素案（本編）", "position": 1}
    return _kept(DraftFile(consultation=consultation, file=file, **values | fields))


def make_submission(*, consultation: Consultation | None = None, **fields: Any) -> Submission:
    """To a consultation; a committee member's is about none unless one is given."""
    if consultation is None and fields.get("channel") is not Channel.COMMITTEE:
        consultation = make_consultation()
    values: dict[str, Any] = {
        "consultation": consultation,
        "submitter": fields.pop("submitter", None) or Submitter(kind=SubmitterKind.ANONYMOUS),
        "channel": Channel.FORM,
        "received_at": NOW,
        "receipt_hash": secrets.token_hex(32),
        "form_token_hash": secrets.token_hex(32),
        "content_hash": secrets.token_hex(32),
    }
    return _kept(Submission(**values | fields))


def make_period_change(*, consultation: Consultation, **fields: Any) -> PeriodChange:
    """The last day of an announced case was moved by a day."""
    values: dict[str, Any] = {
        "at": NOW,
        "opens_before": consultation.opens_on,
        "closes_before": consultation.closes_on - timedelta(days=1),
        "opens_after": consultation.opens_on,
        "closes_after": consultation.closes_on,
    }
    return _kept(PeriodChange(consultation_id=consultation.id, **values | fields))


def make_distinct_submitters(*, first: Submitter, second: Submitter) -> DistinctSubmitters:
    """A person found two alike submitters to be two."""
    low, high = sorted((first.id, second.id))
    return _kept(DistinctSubmitters(first_id=low, second_id=high, created_at=NOW))


def make_counterpart(**fields: Any) -> Counterpart:
    name = fields.get("name", f"架空の団体{next(_numbers)}")
    values = {"name": name, "match_key": name, "sector": Sector.CITIZENS, "created_at": NOW}
    return _kept(Counterpart(**values | fields))


def make_hearing(**fields: Any) -> Hearing:
    values: dict[str, Any] = {
        "number": next(_numbers),
        "kind": HearingKind.EXTERNAL,
        "held_on": date(2026, 11, 10),
        "held_on_typed": "R8.11.10",
        "notes": "・バスの本数が少なく、車がないと病院に行けない。",
        "counterpart": fields.pop("counterpart", None) or make_counterpart(),
        "consent": Consent.CONTENT,
        "created_at": NOW,
    }
    return _kept(Hearing(**values | fields))


def make_opinion_words(*, opinion: Opinion, words: Iterable[FoundWord] = (), **fields: Any) -> OpinionWords:
    """As the worker keeps them; without `words` none was found."""
    return _kept(OpinionWords(**opinion_words.row_of(opinion.id, opinion.wording, words) | fields))


def make_personal_look(*, opinion: Opinion, passages: list[list[Any]], **fields: Any) -> PersonalLook:
    """What the finder proposed; the words stand for nobody."""
    values = {
        "finder_version": finder_version(),
        "looked_at": NOW,
        "passages": passages,
        "undecided": len(passages),
    }
    return _kept(PersonalLook(opinion_id=opinion.id, **values | fields))


def make_redaction(*, opinion: Opinion, start: int, end: int, **fields: Any) -> Redaction:
    """A person masked a passage as personal."""
    values: dict[str, Any] = {
        "kind": PersonalKind.TYPED,
        "outcome": PassageOutcome.MASKED,
        "reason": RedactionReason.PERSONAL,
        "staff_member_id": (fields.pop("by", None) or make_staff_member()).id,
        "decided_at": NOW,
    }
    return _kept(Redaction(opinion_id=opinion.id, start_at=start, end_at=end, **values | fields))


def make_district(**fields: Any) -> District:
    number = next(_numbers)
    return _kept(District(**{"name": f"架空{number}地区", "position": number, "created_at": NOW} | fields))


def make_own_sector(**fields: Any) -> OwnSector:
    number = next(_numbers)
    values = {
        "name": f"架空区分{number}",
        "sector": Sector.CITIZENS,
        "position": number,
        "created_at": NOW,
    }
    return _kept(OwnSector(**values | fields))


def make_counterpart_merge(*, kept: Counterpart, merged: Counterpart, **fields: Any) -> CounterpartMerge:
    """A person found two bodies to be one."""
    merged.merged_into_id = kept.id
    return _kept(CounterpartMerge(kept=kept, merged=merged, **{"created_at": NOW} | fields))


def make_distinct_counterparts(*, first: Counterpart, second: Counterpart) -> DistinctCounterparts:
    """A person found two bodies to be two."""
    low, high = sorted((first.id, second.id))
    return _kept(DistinctCounterparts(first_id=low, second_id=high, created_at=NOW))


def make_follow_up(*, hearing: Hearing, **fields: Any) -> FollowUp:
    values = {"wording": "補助制度の資料を送る", "created_at": NOW}
    return _kept(FollowUp(hearing_id=hearing.id, **values | fields))


def make_hearing_attachment(
    *, hearing: Hearing, content: bytes = b"%PDF-1.7\n", **fields: Any
) -> HearingAttachment:
    file = make_stored_file(content=content, **fields)
    return _kept(HearingAttachment(hearing_id=hearing.id, file=file, created_at=NOW))


def make_stored_file(*, content: bytes = b"%PDF-1.7\n", **fields: Any) -> StoredFile:
    values: dict[str, Any] = {
        "name": "素案.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
        "created_at": NOW,
    }
    return _kept(StoredFile(**values | fields))


def make_import_batch(
    *, content: bytes = b"", kind: ImportKind = ImportKind.HEARINGS, **fields: Any
) -> ImportBatch:
    """A staged CSV, of one hearing unless said otherwise, as the upload page would keep it."""
    content = (
        content or "番号,実施日,種別,相手方,記録\n7,R8.6.31,庁内,架空の課,・窓口の人手が足りない。\n".encode()
    )
    book = read_file("hearings.csv", content)
    importer = IMPORTERS[kind]
    choices = first_choices(book, importer.schema, remembered={}, fallback="external")
    values: dict[str, Any] = {
        "kind": kind,
        "file": make_stored_file(content=content, name="hearings.csv", media_type="text/csv"),
        "cells": packed(book),
        "choices": choices.as_json(),
        "created_at": NOW,
    }
    return _kept(ImportBatch(**values | fields))


def make_imported_row(*, batch: ImportBatch | None = None, **fields: Any) -> ImportedRow:
    """Which row a hearing (or a submission) came from."""
    if "submission_id" not in fields:
        fields.setdefault("hearing_id", make_hearing().id if "hearing_id" not in fields else None)
    batch = batch or make_import_batch(state=ImportState.DONE, finished_at=NOW)
    values: dict[str, Any] = {
        "batch": batch,
        "sheet": "上期",
        "row": 6,
        "fingerprint": secrets.token_hex(32),
        "cells": {"number": "7", "held_on": "R8.11.10", "notes": "・バスの本数が少ない。"},
        "notices": ["年がないため、見出しから令和8年としました。"],
    }
    return _kept(ImportedRow(**values | fields))


def make_remembered_column(**fields: Any) -> RememberedColumn:
    values = {"kind": ImportKind.HEARINGS, "layout": "0" * 64, "heading": "内部メモ", "field": "impression"}
    return _kept(RememberedColumn(**values | fields))


def make_agenda_template(**fields: Any) -> AgendaTemplate:
    values = {"kind": HearingKind.EXTERNAL, "points": ["地域の課題", "望ましい姿"], "created_at": NOW}
    return _kept(AgendaTemplate(**values | fields))


def make_desk_note(*, links: list[tuple[str, str]] | None = None, **fields: Any) -> DeskNote:
    """What was read; `links` are (package code, name of a measure or nothing)."""
    values: dict[str, Any] = {
        "title": "国の総合戦略の改訂（架空）",
        "publisher": "架空省",
        "noted_on": date(2026, 11, 9),
        "noted_on_typed": "R8.11.9",
        "created_at": NOW,
    }
    touched = [DeskNoteLink(package_code=code, measure=measure) for code, measure in links or []]
    return _kept(DeskNote(links=touched, **values | fields))


def make_hearing_draft(*, owner: StaffMember | None = None, **fields: Any) -> HearingDraft:
    values: dict[str, Any] = {
        "staff_member_id": (owner or make_staff_member(roles=[Role.OFFICIAL])).id,
        "form_token": secrets.token_urlsafe(24),
        "fields": {"held_on": "R8.11.10", "counterpart": "架空の団体", "notes": "・バスを増やしてほしい。"},
        "saved_at": NOW,
        "created_at": NOW,
    }
    return _kept(HearingDraft(**values | fields))


def make_published_page(**fields: Any) -> PublishedPage:
    values: dict[str, Any] = {
        "code": f"page{next(_numbers)}",
        "title": "主な意見",
        "document": "総合戦略（概要）",
        "page": 19,
        "created_at": NOW,
    }
    return _kept(PublishedPage(**values | fields))


def make_opinion(**fields: Any) -> Opinion:
    """From a hearing unless `submission` or `published_page` is given."""
    if "submission" in fields:
        source = OpinionSource.SUBMISSION
    elif "published_page" in fields:
        source = OpinionSource.PUBLISHED_PAGE
    else:
        source = OpinionSource.HEARING
        fields["hearing"] = fields.get("hearing") or make_hearing()
    values: dict[str, Any] = {
        "source": source,
        "position": 1,
        "wording": "バスの本数が少なく、車がないと病院に行けない。",
        "created_at": NOW,
    }
    return _kept(Opinion(**values | fields))


def make_tag(*, opinion: Opinion | None = None, **fields: Any) -> Tag:
    """A suggestion; evidence is the wording's first two characters unless given."""
    values: dict[str, Any] = {
        "opinion": opinion or make_opinion(),
        "facet": Facet.THEME,
        "code": "machi",
        "probability": 0.8,
        "evidence": [[0, 2]],
        "reasons": [],
        "tagger_version": "test",
    }
    return _kept(Tag(**values | fields))


def make_tagger_run(*, opinion: Opinion, **fields: Any) -> TaggerRun:
    """The tagger has looked at the opinion."""
    values: dict[str, Any] = {"opinion_id": opinion.id, "tagger_version": "test", "ran_at": NOW}
    return _kept(TaggerRun(**values | fields))


def make_looked_at_opinion(**fields: Any) -> Opinion:
    """An opinion that the tagger has looked at: whether the blind sample takes it is known."""
    opinion = make_opinion(**fields)
    make_tagger_run(opinion=opinion)
    return opinion


def make_sampled_opinion(*, opinion: Opinion | None = None, **fields: Any) -> SampledOpinion:
    """An opinion of the blind sample that waits for its codes."""
    opinion = opinion or make_opinion()
    values: dict[str, Any] = {
        "opinion": opinion,
        "text_digest": opinion.text_digest,
        "drawn_at": NOW,
        "share_percent": 5,
    }
    return _kept(SampledOpinion(**values | fields))


def make_blind_code(*, sampled: SampledOpinion, **fields: Any) -> BlindCode:
    """One coder's answer: どれにも当たらない unless codes are given."""
    values: dict[str, Any] = {
        "sampled": sampled,
        "staff_member": fields.pop("by", None) or make_staff_member(roles=[Role.OFFICIAL]),
        "coder": "a",
        "themes": [],
        "packages": [],
        "models": [],
        "coded_at": NOW,
    }
    return _kept(BlindCode(**values | fields))


def make_review(
    *, opinion: Opinion, confirmed: dict[Facet, list[str]] | None = None, **fields: Any
) -> Review:
    """A current review that confirms the given codes; the first theme is the main one."""
    decisions = [
        TagDecision(
            facet=facet, code=code, outcome=Outcome.CONFIRMED, is_main=facet is Facet.THEME and n == 0
        )
        for facet, codes in (confirmed or {}).items()
        for n, code in enumerate(codes)
    ]
    values: dict[str, Any] = {"opinion": opinion, "decided_at": NOW, "decisions": decisions}
    if "published_page" in fields:
        values["published_page_id"] = fields.pop("published_page").id
    else:
        values["staff_member_id"] = (fields.pop("by", None) or make_staff_member(roles=[Role.DRAFTER])).id
    return _kept(Review(**values | fields))


def make_coding_rule(*, by: StaffMember | None = None, **fields: Any) -> CodingRule:
    """A rule in force for the plan's first package."""
    values: dict[str, Any] = {
        "facet": Facet.PACKAGE,
        "code": "A",
        "label": "空飛ぶほうき",
        "wording": "near(空, ほうき, 3)",
        "strength": RuleStrength.STRONG,
    }
    return _kept(CodingRule(**_added(by), **values | fields))


def make_added_word(*, by: StaffMember | None = None, **fields: Any) -> AddedWord:
    return _kept(AddedWord(**_added(by), **{"surface": "ほうき号", "reading": "ホウキゴウ"} | fields))


def make_added_synonym(*, by: StaffMember | None = None, **fields: Any) -> AddedSynonym:
    return _kept(AddedSynonym(**_added(by), **{"variant": "のりもの", "stands_for": "バス"} | fields))


def make_topic_place(*, by: StaffMember | None = None, **fields: Any) -> TopicPlace:
    return _kept(TopicPlace(**_added(by), **{"topic": "school", "codes": [["package", "A"]]} | fields))


def _added(by: StaffMember | None) -> dict[str, Any]:
    return {"added_by_id": (by or make_staff_member(roles=[Role.DRAFTER])).id, "added_at": NOW}


def make_learned_tagger(**fields: Any) -> LearnedTagger:
    """A learned tagger without a file, once in use unless a state says otherwise."""
    state = fields.get("state", TaggerState.RETIRED)
    values: dict[str, Any] = {
        "digest": secrets.token_hex(32),
        "state": state,
        "made_at": NOW,
        "lessons": 120,
        "decided_opinions": 130,
        "newest_review_id": 0,
        "activated_at": None if state is TaggerState.SHADOW else NOW,
    }
    return _kept(LearnedTagger(**values | fields))


def make_refit(**fields: Any) -> Refit:
    """A refit that waits for the worker, unless a state says otherwise."""
    state = fields.get("state", RefitState.WAITING)
    values: dict[str, Any] = {
        "state": state,
        "is_open": state in (RefitState.WAITING, RefitState.RUNNING),
        "asked_at": NOW,
        "asked_by": fields.pop("by", None) or make_staff_member(roles=[Role.DRAFTER]),
    }
    return _kept(Refit(**values | fields))


def make_shadow_look(*, opinion: Opinion, tagger: LearnedTagger, **fields: Any) -> ShadowLook:
    """A tagger in shadow says something else about an opinion."""
    values: dict[str, Any] = {
        "opinion": opinion,
        "learned_tagger_id": tagger.id,
        "is_different": True,
        "adds": [["theme", "hito"]],
        "drops": [],
    }
    return _kept(ShadowLook(**values | fields))


def make_measure(*, package: PolicyPackage, **fields: Any) -> Measure:
    return _kept(Measure(package=package, **{"name": "路線バスの維持", "position": next(_numbers)} | fields))


def make_kpi(*, package: PolicyPackage, **fields: Any) -> Kpi:
    values = {"name": "公共交通の利用者数", "position": next(_numbers)}
    return _kept(Kpi(package=package, edition=package.edition, **values | fields))


def make_link_look(*, opinion: Opinion, **fields: Any) -> LinkLook:
    return _kept(LinkLook(opinion_id=opinion.id, **{"made_with": "test"} | fields))


def make_link_suggestion(*, opinion: Opinion, target: LinkTarget, **fields: Any) -> LinkSuggestion:
    values: dict[str, Any] = {"words": ["バス"], "score": 1.0}
    return _kept(LinkSuggestion(opinion_id=opinion.id, **target.columns, **values | fields))


def make_link_decision(*, opinion: Opinion, target: LinkTarget, **fields: Any) -> LinkDecision:
    """A person confirmed the link."""
    values: dict[str, Any] = {
        "target_text": target.text or "路線バスの維持",
        "target_place": target.place,
        "outcome": Outcome.CONFIRMED,
        "staff_member_id": (fields.pop("by", None) or make_staff_member(roles=[Role.DRAFTER])).id,
        "decided_at": NOW,
    }
    return _kept(LinkDecision(opinion=opinion, **target.columns, **values | fields))


def make_kpi_entry(*, kpi: Kpi, **fields: Any) -> KpiEntry:
    values: dict[str, Any] = {
        "reporting_year": 2025,
        "version": 1,
        "value": 120.0,
        "reference": "R7",
        "kpi_name": kpi.name,
        "saved_at": NOW,
    }
    return _kept(KpiEntry(kpi=kpi, **values | fields))


def make_kpi_setting(*, kpi: Kpi, **fields: Any) -> KpiSetting:
    values: dict[str, Any] = {
        "version": 1,
        "unit": "人",
        "direction": KpiDirection.UP,
        "baseline_year": 2020,
        "baseline_value": 100.0,
        "target_year": 2026,
        "target_value": 200.0,
        "saved_at": NOW,
    }
    return _kept(KpiSetting(kpi_id=kpi.id, **values | fields))


def make_pinned_opinion(*, package: str, opinion: Opinion, **fields: Any) -> PinnedOpinion:
    values: dict[str, Any] = {
        "position": 1,
        "staff_member_id": (fields.pop("by", None) or make_staff_member(roles=[Role.DRAFTER])).id,
        "pinned_at": NOW,
    }
    return _kept(PinnedOpinion(package=package, opinion=opinion, **values | fields))


def make_package_headline(*, package: PolicyPackage, **fields: Any) -> PackageHeadline:
    by = fields.pop("by", None) or make_staff_member(roles=[Role.DRAFTER])
    values: dict[str, Any] = {"text": "足の不安をなくす", "staff_member_id": by.id, "saved_at": NOW}
    return _kept(PackageHeadline(package=package.code, **values | fields))


def make_package_assessment(
    *, package: PolicyPackage, division: Division | None = None, **fields: Any
) -> PackageAssessment:
    values: dict[str, Any] = {
        "fiscal_year": 2025,
        "version": 1,
        "done": "講座を三回開いた。",
        "package_name": package.name,
        "saved_at": NOW,
    }
    return _kept(PackageAssessment(package=package, division=division or make_division(), **values | fields))


def make_inquiry(*, items: tuple[InquiryItem, ...] = (), **fields: Any) -> Inquiry:
    """About what `items` ask; their positions are told by their order."""
    for position, item in enumerate(items, start=1):
        item.position = position
    values: dict[str, Any] = {
        "title": "令和7年度の効果検証について",
        "fiscal_year": 2025,
        "due_on": date(2026, 12, 20),
        "created_at": NOW,
    }
    return _kept(Inquiry(items=list(items), **values | fields))


def make_plan() -> PlanEdition:
    """A small made-up strategy: three themes, two packages, one model."""
    edition = _kept(PlanEdition(code="phase2", label="第2期戦略", is_current=True))
    for position, (code, label) in enumerate((("hito", "ひと"), ("machi", "まち"), ("shigoto", "しごと")), 1):
        _kept(Theme(code=code, label=label, definition=f"{label}のこと", position=position))
    for position, (code, name) in enumerate((("A", "移動しやすいまちPJ"), ("B", "育ちあうひとPJ")), 1):
        _kept(PolicyPackage(edition=edition, code=code, name=name, position=position))
    _kept(PriorityModel(code="X1", number=1, name="ともにつくるまち"))
    return edition
