"""A small city at work: one of everything, so that every page has something to show."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from consult import audit, clock
from consult.accounts import services as accounts
from consult.domain.vocabulary import (
    AuditAction,
    Channel,
    Consent,
    Facet,
    ImportKind,
    ImportState,
    LinkKind,
    Outcome,
    PublicationKind,
    Reach,
    RefitState,
    Role,
    TaggerState,
)
from consult.extensions import db
from consult.link_targets import LinkTarget, plan_targets
from consult.models import (
    AcceptedMethod,
    Consultation,
    DeskNote,
    DraftSection,
    Hearing,
    HearingDraft,
    InquiryItem,
    Opinion,
    PlanEdition,
    PolicyPackage,
    Publication,
    StaffMember,
)
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from consult.plan_codes import plan_codes
from consult.search_gateway import FoundWord
from tests import factories

LONG = (
    "中山間地域では、路線バスが一日三本しかなく、通院や買い物のたびに家族の車に頼っています。"
    "予約制の乗合交通を、曜日を決めてでも走らせてほしいです。\n高校生の通学にも使える時間帯だと助かります。"
)
UNBROKEN = "https://example.jp/" + "a" * 120


@dataclass(frozen=True)
class Seeded:
    """`examples`: a value for every argument of a rule, per role where what is shown is one's own."""

    emails: dict[Role, str]
    examples: dict[str, Any]
    own_examples: dict[Role, dict[str, Any]]

    def example(self, name: str, role: Role | None) -> Any:
        own = self.own_examples.get(role, {}) if role else {}
        assert name in self.examples or name in own, f"seed.py has no example for <{name}>"
        return own.get(name, self.examples.get(name))


def sow() -> Seeded:
    """Makes the rows and commits."""
    load_strategy(SHIPPED_STRATEGY)
    members = {role: factories.make_staff_member(roles=[role], name=f"架空 {role.label}") for role in Role}
    examples = _opinions(members[Role.DRAFTER])
    examples["member_id"] = members[Role.OFFICIAL].id
    own = {role: {"draft_id": _draft(member).id} for role, member in members.items()}
    newcomer = factories.make_staff_member(name="架空 新任")
    examples["token"] = accounts.issue_link(newcomer, by=members[Role.ADMIN])
    examples |= _learning(examples["opinion_id"], members[Role.DRAFTER])
    examples |= _imports(
        members[Role.OFFICIAL], hearing_id=examples["hearing_id"], submission_id=examples["submission_id"]
    )
    examples |= _checked(examples["code"], members[Role.DRAFTER])
    # Of files, a drafter sees those that answer an inquiry.
    returned = factories.make_import_batch(
        content=f"項目番号,実績値,備考\n1,明日,{UNBROKEN[:150]}\n9,5,{LONG}\n".encode(),
        kind=ImportKind.INQUIRY,
        inquiry_id=examples["inquiry_id"],
        created_by_id=members[Role.DRAFTER].id,
    )
    own[Role.DRAFTER]["batch_id"] = returned.id
    emails = {role: member.email for role, member in members.items()}
    db.session.commit()
    return Seeded(emails, examples, own)


def _checked(code: str, drafter: StaffMember) -> dict[str, Any]:
    """A year's check of a package: a KPI with and without values, an assessment, and an inquiry that waits."""
    in_force = select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current)
    package = db.session.scalars(in_force.where(PolicyPackage.code == code)).one()
    factories.make_package_headline(package=package, by=drafter, text=UNBROKEN[:100])
    pinned = factories.make_opinion(wording="担当者が先に置いた意見です。")
    factories.make_review(opinion=pinned, confirmed={Facet.PACKAGE: [code]}, by=drafter)
    factories.make_pinned_opinion(package=code, opinion=pinned, by=drafter)
    division = factories.make_division(name=UNBROKEN[:90])
    kpi = package.kpis[0]
    factories.make_kpi_setting(kpi=kpi, saved_by_id=drafter.id, reason=LONG)
    factories.make_kpi_entry(kpi=kpi, reporting_year=2023, note=UNBROKEN, saved_by_id=drafter.id)
    factories.make_kpi_entry(kpi=kpi, reporting_year=2024, value=None, note=LONG)
    factories.make_package_assessment(
        package=package, division=division, fiscal_year=2024, done=LONG, assessment=UNBROKEN
    )
    items = (InquiryItem(kpi=kpi, division=division), InquiryItem(package=package, division=division))
    inquiry = factories.make_inquiry(items=items, note=f"{LONG}{UNBROKEN}", fiscal_year=2025)
    return {"kpi_id": kpi.id, "year": 2024, "inquiry_id": inquiry.id}


def _answered(consultation: Consultation, opinion: Opinion) -> dict[str, Any]:
    """One opinion on its road to a published answer; a row in every table of a case."""
    submission = opinion.submission
    assert submission is not None
    factories.make_submission_file(submission=submission)
    factories.make_outbox_message()
    factories.make_period_change(consultation=consultation)
    other = factories.make_submission(consultation=consultation)
    factories.make_distinct_submitters(first=submission.submitter, second=other.submitter)
    factories.make_opinion_flag(opinion=opinion, lifted_at=clock.now())
    draft = factories.make_draft_text(consultation=consultation)
    opinion.about_section_id = draft.sections[0].id
    answered_class = factories.make_result_class(consultation=consultation)
    group = factories.make_answer_group(
        consultation=consultation, summary=LONG, division_id=factories.make_division().id
    )
    opinion.answer_group_id = group.id
    factories.make_summary_quotation(group=group, opinion=opinion)
    factories.make_internal_remark(group=group)
    response = factories.make_official_response(group=group, wording=LONG, result_class=answered_class)
    factories.make_response_version(response=response)
    factories.make_response_act(response=response)
    revision = factories.make_revision(
        consultation=consultation, groups=(group,), draft_section_id=draft.sections[0].id
    )
    _published(consultation, opinion)
    code = _linked(consultation, opinion)
    factories.keep_readings(db.session.scalars(select(Publication)).all())
    return {"group_id": group.id, "revision_id": revision.id, "passage": 1, "road_code": code}


def _linked(consultation: Consultation, opinion: Opinion) -> str:
    """Decided and suggested links to a passage and to a measure; the name of the opinion in public."""
    passage = LinkTarget(LinkKind.PASSAGE, consultation.id, "s1", 1, LONG, "第1章 移動")
    measure = plan_targets()[0]
    for target in (passage, measure):
        factories.make_link_decision(opinion=opinion, target=target, target_place=UNBROKEN)
    other = factories.make_looked_at_opinion(wording=f"{LONG}{UNBROKEN}")
    factories.make_link_look(opinion=other)
    for target in (passage, measure):
        factories.make_link_suggestion(opinion=other, target=target, words=["バス", UNBROKEN])
    undone = {"undone_at": clock.now(), "outcome": Outcome.REJECTED}
    factories.make_link_decision(opinion=other, target=measure, target_text=LONG, **undone)
    return factories.make_road_code(opinion=opinion).code


def _published(consultation: Consultation, opinion: Opinion) -> None:
    """Two versions: everything that a page of results may show, and a correction of it."""
    facts = {
        "title": consultation.title,
        "purpose": LONG,
        "opens_on": "2026-01-05",
        "closes_on": "2026-02-03",
        "methods": ["電子フォーム", "郵送"],
        "unit": "人・団体",
        "contact": UNBROKEN,
        "organisations": ["架空商店会"],
    }
    changed = {"place": UNBROKEN, "key": "s1", "before": LONG, "after": f"{LONG}{UNBROKEN}"}
    for number, kind in ((1, PublicationKind.RESULTS), (2, PublicationKind.CORRECTION)):
        publication = factories.make_publication(
            consultation=consultation, number=number, kind=kind, facts=facts, note=LONG if number > 1 else ""
        )
        answers = [
            factories.make_published_answer(
                publication=publication,
                summary=text,
                wording=LONG,
                reason=UNBROKEN,
                about="第1章 移動",
                class_label=f"今後の参考{n}",
                committee_opinions=n,
                revisions=[changed] * n,
            )
            for n, text in enumerate((LONG, UNBROKEN))
        ]
        for code, figures in (("opinions", (3, 2)), ("distinct", (2, None)), ("late", (0, 0))):
            factories.make_published_count(
                publication=publication, axis="round", code=code, opinions=figures[0], submitters=figures[1]
            )
        for axis in ("channel", "district"):
            hidden = None if axis == "district" else 1
            factories.make_published_count(
                publication=publication, axis=axis, label=UNBROKEN, opinions=hidden, submitters=hidden
            )
        factories.make_published_opinion(
            publication=publication, opinion=opinion, published_answer_id=answers[0].id, wording=LONG
        )


def _working_text(consultation: Consultation) -> dict[str, Any]:
    """A version in the making with a block of every kind, after the one that citizens read."""
    consultation.plain_text = f"市の計画を読んでください。\n{UNBROKEN}"
    wide = "|".join(["", *(f"令和{year}年度の目標値" for year in range(8, 20)), ""])
    body = f"{LONG}\n\n・{UNBROKEN}\n・公園\n(1) 駅\n> 引用した文\n\n{wide}\n{wide}\n\n見出しになる行"
    sections = [
        DraftSection(position=n, key=f"s{n}", level=level, heading=heading, body=body)
        for n, (level, heading) in enumerate([(1, ""), (1, "第1章 移動"), (3, UNBROKEN)], start=1)
    ]
    text = factories.make_draft_text(consultation=consultation, number=2, released_at=None, sections=sections)
    return {"document_id": text.id, "section_id": sections[1].id, "key": "s1"}


def _opinions(drafter: StaffMember) -> dict[str, Any]:
    """Beside the published ones: one decided, one with suggestions, one untouched that is hard to show."""
    today = clock.today()
    consultation = factories.make_consultation(
        opens_on=today - timedelta(days=5),
        closes_on=today + timedelta(days=25),
    )
    factories.make_consultation(
        title="これから始まる意見募集",
        opens_on=today + timedelta(days=9),
        closes_on=today + timedelta(days=40),
    )
    factories.make_consultation(
        title="終わった意見募集", opens_on=date(2026, 1, 5), closes_on=date(2026, 2, 3), outline=UNBROKEN
    )
    consultation.methods.append(
        AcceptedMethod(channel=Channel.POST, position=2, directions="〒000-0000 架空市1番地")
    )
    draft_file = factories.make_draft_file(consultation=consultation, content=b"%PDF-1.7\n" * 40_000)
    submission = factories.make_submission(consultation=consultation)
    hearing = _register(package=plan_codes().packages[3].code)
    theme, package = plan_codes().themes[1].code, plan_codes().packages[3].code
    decided = factories.make_opinion(submission=submission, wording=LONG)
    factories.make_tag(opinion=decided, code=theme, evidence=[[0, 5], [8, 12]])
    factories.make_review(
        opinion=decided, by=drafter, confirmed={Facet.THEME: [theme], Facet.PACKAGE: [package]}
    )
    waiting = factories.make_opinion(hearing=hearing, wording=LONG, note_start=1, note_end=1 + len(LONG))
    factories.make_personal_look(opinion=waiting, passages=[[0, 4, "name"], [8, 12, "phone"]])
    bus = FoundWord("ばす", 10, 12, base="バス", is_content=True)
    factories.make_opinion_words(opinion=waiting, words=[bus])
    factories.make_redaction(opinion=waiting, start=13, end=15, by=drafter)
    reasons = [
        {"label": "はじめの値", "weight": -2.0, "spans": []},
        {"label": "路線バス（公共交通）", "weight": 3.1, "spans": [[8, 12]]},
        {"label": "三本", "weight": 0.4, "spans": [[10, 21]]},
    ]
    factories.make_tag(
        opinion=waiting,
        code=theme,
        evidence=[[8, 12], [10, 21]],
        reasons=reasons,
        score=1.5,
        threshold=-0.6,
    )
    factories.make_tag(
        opinion=waiting, facet=Facet.PACKAGE, code=package, evidence=[[8, 12], [22, 24]], probability=0.4
    )
    sampled = factories.make_sampled_opinion(
        opinion=factories.make_opinion(hearing=hearing, position=3, wording=LONG.replace("三本", "二本"))
    )
    factories.make_blind_code(sampled=sampled, by=drafter, themes=[theme], packages=[package])
    _coded_by_two(factories.make_opinion(submission=submission, wording=LONG.replace("三本", "四本")), theme)
    factories.make_opinion(hearing=hearing, position=2, wording=f"{UNBROKEN}\u202eと書かれた\u200b意見")
    rule = factories.make_coding_rule(
        by=drafter, code=package, label="予約制の足", wording=f"near(予約, 交通, 3) or 「{UNBROKEN[:90]}」"
    )
    factories.make_coding_rule(
        by=drafter,
        code=package,
        withdrawn_by_id=drafter.id,
        withdrawn_at=clock.now(),
        label="取りやめた決まり",
    )
    factories.make_added_word(by=drafter, surface=UNBROKEN[:90])
    factories.make_added_synonym(by=drafter)
    factories.make_topic_place(by=drafter, codes=[["package", package]])
    return (
        _answered(consultation, decided)
        | _working_text(consultation)
        | {
            "consultation_id": consultation.id,
            "opinion_id": waiting.id,
            "case_opinion_id": decided.id,
            "file_id": draft_file.id,
            "file_kind": "pdf",
            "submission_id": submission.id,
            "hearing_id": hearing.id,
            "attachment_id": hearing.attachments[0].id,
            "event_id": _act_on_consent(hearing),
            "kind": "external",
            "note_id": db.session.scalars(select(DeskNote.id)).first(),
            "follow_up_id": hearing.follow_ups[0].id,
            "counterpart_id": hearing.counterpart_id,
            "theme": theme,
            "sampled_id": sampled.id,
            "code": package,
            "facet": Facet.PACKAGE.value,
            "rule_id": rule.id,
            "topic": "school",
            "number": 1,
            "file_name": "answers.csv",
        }
    )


def _register(*, package: str) -> Hearing:
    """A hearing with everything that may hang on one, its body among bodies that were merged, or found to be two."""
    district, own = factories.make_district(), factories.make_own_sector()
    body = factories.make_counterpart(district_id=district.id, own_sector_id=own.id, reach=Reach.INSIDE)
    other = factories.make_counterpart(name=UNBROKEN[:150])
    factories.make_counterpart_merge(kept=body, merged=factories.make_counterpart())
    factories.make_distinct_counterparts(first=body, second=other)
    hearing = factories.make_hearing(
        notes=f"・{LONG}\n・{UNBROKEN}", counterpart=body, consent=Consent.CONTENT
    )
    factories.make_follow_up(hearing=hearing, due_on=date(2026, 11, 20), wording=LONG)
    factories.make_follow_up(hearing=hearing, removed_at=clock.now(), wording=UNBROKEN)
    factories.make_hearing_attachment(hearing=hearing, name=f"{UNBROKEN[:90]}.pdf")
    factories.make_hearing_attachment(hearing=hearing).removed_at = clock.now()
    factories.make_agenda_template()
    factories.make_desk_note(links=[(package, ""), ("0-0", UNBROKEN)], body=LONG, source=UNBROKEN)
    factories.make_hearing(
        counterpart=other,
        held_on=None,
        held_on_typed="６月３１日",
        removed_at=clock.now(),
        removal_reason="二重",
    )
    return hearing


def _imports(official: StaffMember, *, hearing_id: int, submission_id: int) -> dict[str, Any]:
    """One file whose rows are looked at, one that brought a hearing and a committee member's opinion."""
    rows = f"3,R8.6.31,庁内,{UNBROKEN[:150]},{LONG}\n,明日,,,・名前のない行\n"
    content = f"番号,実施日,種別,相手方,記録\n{rows}".encode()
    batch = factories.make_import_batch(content=content, created_by_id=official.id)
    done = factories.make_import_batch(
        state=ImportState.DONE,
        finished_at=clock.now(),
        result={"hearings": 1, "committee": 1, "opinions": 2, "without_opinions": [3], "counts": "取込 2"},
    )
    factories.make_imported_row(batch=done, hearing_id=hearing_id, cells={"notes": f"{LONG}{UNBROKEN}"})
    given = factories.make_submission(channel=Channel.COMMITTEE)
    factories.make_opinion(submission=given, wording=LONG)
    for each in (given.id, submission_id):
        factories.make_imported_row(batch=done, submission_id=each)
    factories.make_remembered_column()
    return {"batch_id": batch.id, "sheet": 1, "line": 2}


def _act_on_consent(hearing: Hearing) -> int:
    """The consent of many hearings recorded at once."""
    details = {"fields": ["consent"], "to": Consent.CONTENT.value, "hearings": [hearing.id]}
    event = audit.record(AuditAction.CHANGED, Hearing, **details)
    db.session.flush()
    return event.id


def _coded_by_two(opinion: Opinion, theme: str) -> None:
    """So that the report on tags has a figure to show."""
    factories.make_tag(opinion=opinion, code=theme)
    factories.make_tagger_run(opinion=opinion)
    sampled = factories.make_sampled_opinion(opinion=opinion, opens_at=factories.NOW)
    for coder in ("a", "b"):
        factories.make_blind_code(sampled=sampled, coder=coder, themes=[theme], seconds_taken=40)


def _learning(waiting_id: int, drafter: StaffMember) -> dict[str, Any]:
    """One at work whose file is gone, one in shadow that says something else, and a refit that goes on."""
    factories.make_learned_tagger(made_by=drafter)
    factories.make_learned_tagger(
        state=TaggerState.ACTIVE, activated_by=drafter, activation_reason="二人目の分類を待てないため"
    )
    figures = [
        {"facet": facet.value, "current": 0.62, "new": 0.60, "difference": -0.02, "low": -0.08, "high": 0.03}
        | {"is_worse": facet is Facet.MODEL}
        for facet in Facet
    ]
    shadow = factories.make_learned_tagger(state=TaggerState.SHADOW, figures=figures, blind_labels=64)
    waiting = db.session.get_one(Opinion, waiting_id)
    factories.make_shadow_look(opinion=waiting, tagger=shadow, drops=[["theme", plan_codes().themes[1].code]])
    refit = factories.make_refit(state=RefitState.RUNNING, step=1, attempts=1, by=drafter)
    return {"tagger_id": shadow.id, "refit_id": refit.id}


def _draft(member: StaffMember) -> HearingDraft:
    """Already cut into two claims, the second left out."""
    notes = f"・{LONG}\n・{UNBROKEN}"
    claims = [[1, 1 + len(LONG), 1, "乗合交通を走らせる"], [3 + len(LONG), len(notes), 0, ""]]
    fields = {"held_on": "R8.11.10", "notes": notes, "cut_notes": notes, "claims": json.dumps(claims)}
    return factories.make_hearing_draft(owner=member, fields=fields)
