"""Versions of a draft's text: anchors stay, what is released never changes, two people notice each other."""

import pytest

from consult.domain.errors import DraftRefused, EditConflict
from consult.domain.vocabulary import AuditAction, DraftSource, Role
from consult.draft_places import text_citizens_read
from consult.draft_texts import discarding, queries, services
from consult.draft_texts.services import WrittenText
from consult.extensions import db
from consult.link_targets import newest_sections
from consult.models import AuditEvent, Consultation, DraftDocument, StaffMember
from consult.official_response.revisions import sections_of
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")

TEXT = "第1章　移動\n　バスを一日六本にします。\n\n第2章　学び\n　放課後の教室を開きます。"


@pytest.fixture
def official() -> StaffMember:
    return factories.make_staff_member(roles=[Role.OFFICIAL])


def added(consultation: Consultation, by: StaffMember, text: str = TEXT) -> DraftDocument:
    return services.add_version(consultation, WrittenText("素案", text), by=by, at=NOW)


def outline(document: DraftDocument) -> list[tuple[str, int, str]]:
    db.session.refresh(document)
    return [(each.key, each.level, each.heading) for each in document.sections]


def test_a_text_becomes_a_version_that_citizens_do_not_read_yet(official: StaffMember) -> None:
    consultation = factories.make_consultation()
    document = added(consultation, official)
    assert outline(document) == [("s1", 1, "第1章　移動"), ("s2", 1, "第2章　学び")]
    assert document.source is DraftSource.PASTED
    assert text_citizens_read(consultation.id) is None
    services.release(document, version=document.version, by=official, at=NOW)
    assert text_citizens_read(consultation.id) is document
    events = db.session.scalars(
        db.select(AuditEvent.action).where(AuditEvent.object_type == "draft_document")
    )
    assert set(events) == {AuditAction.ADDED, AuditAction.ANNOUNCED}


def test_what_is_released_never_changes(official: StaffMember) -> None:
    document = added(factories.make_consultation(), official)
    services.release(document, version=1, by=official, at=NOW)
    first = document.sections[0]
    acts = (
        lambda: services.replace_text(document, WrittenText("案", "別の文章"), version=2, by=official),
        lambda: services.change_section(first, "別", 1, "別", seen=services.digest_of(first), by=official),
        lambda: services.change_level(first, 1, version=2, by=official),
        lambda: services.join_to_the_one_before(document.sections[1], version=2, by=official),
        lambda: services.split_section(first, 0, version=2, by=official),
        lambda: services.release(document, version=2, by=official, at=NOW),
    )
    for act in acts:
        with pytest.raises(DraftRefused, match="公開した版は直せません"):
            act()


def test_the_next_version_keeps_the_anchors_and_only_one_is_in_the_making(official: StaffMember) -> None:
    consultation = factories.make_consultation()
    first = added(consultation, official)
    services.release(first, version=1, by=official, at=NOW)
    copy = services.copy_version(first, by=official, at=NOW)
    assert outline(copy) == outline(first)
    with pytest.raises(DraftRefused, match="作業中の版（第2版「素案」）"):
        added(consultation, official)
    text = (
        f"第1章　はじめに\n　この案について。\n\n{TEXT.replace('第2章', '第3章').replace('第1章', '第2章')}"
    )
    services.replace_text(copy, WrittenText("案", text), version=1, by=official)
    assert outline(copy) == [("s3", 1, "第1章　はじめに"), ("s1", 1, "第2章　移動"), ("s2", 1, "第3章　学び")]
    assert outline(first) == [("s1", 1, "第1章　移動"), ("s2", 1, "第2章　学び")]


def test_a_section_joined_and_split_again_is_the_same_text(official: StaffMember) -> None:
    document = added(factories.make_consultation(), official)
    before = services.as_text(document)
    whole = services.join_to_the_one_before(document.sections[1], version=1, by=official)
    assert "第2章　学び" in whole.body
    line = whole.body.split("\n").index("第2章　学び")
    services.split_section(whole, line, version=2, by=official)
    assert services.as_text(document) == before
    assert [key for key, _, _ in outline(document)] == ["s1", "s2"]
    assert [each.position for each in document.sections] == [1, 2]


def test_a_revision_of_a_section_that_goes_keeps_its_place(official: StaffMember) -> None:
    consultation = factories.make_consultation()
    document = added(consultation, official)
    revision = factories.make_revision(consultation=consultation, draft_section_id=document.sections[1].id)
    first_id = document.sections[0].id
    services.join_to_the_one_before(document.sections[1], version=1, by=official)
    db.session.refresh(revision)
    assert revision.draft_section_id == first_id
    revision.place = ""
    services.replace_text(document, WrittenText("案", "# まったく\n\n別の文章"), version=2, by=official)
    db.session.refresh(revision)
    assert (revision.draft_section_id, revision.place) == (None, "第1章　移動")


def test_a_revision_of_a_discarded_version_points_to_the_one_that_stands(official: StaffMember) -> None:
    consultation = factories.make_consultation()
    standing = factories.make_draft_text(consultation=consultation)
    copy = services.copy_version(standing, by=official, at=factories.NOW)
    copy.sections[1].key = "s9"
    db.session.flush()
    kept = factories.make_revision(consultation=consultation, draft_section_id=copy.sections[0].id)
    gone = factories.make_revision(consultation=consultation, draft_section_id=copy.sections[1].id, place="")
    discarding.discard(copy, version=copy.version, by=official, at=factories.NOW)
    db.session.expire_all()
    assert kept.draft_section_id == standing.sections[0].id
    assert {each.document_id for each in newest_sections([consultation.id])} == {standing.id}
    assert {each.document_id for each in sections_of(consultation.id)} == {standing.id}
    assert (gone.draft_section_id, gone.place) == (None, "第2章 学び")


def test_two_people_notice_each_other(official: StaffMember) -> None:
    document = added(factories.make_consultation(), official)
    first, second = document.sections
    seen = services.digest_of(first)
    services.change_section(
        second, "第2章　学び", 1, "書き直した。", seen=services.digest_of(second), by=official
    )
    # Another section was changed meanwhile: nothing of this one is lost.
    services.change_section(first, "第1章　足", 1, "書き直した。", seen=seen, by=official)
    with pytest.raises(EditConflict):
        services.change_section(first, "第1章", 1, "ほかの人の文。", seen=seen, by=official)
    with pytest.raises(EditConflict):
        services.change_level(first, 1, version=1, by=official)
    with pytest.raises(EditConflict):
        services.replace_text(document, WrittenText("案", "別の文章"), version=1, by=official)


def test_an_older_version_is_not_released_over_a_newer_one(official: StaffMember) -> None:
    consultation = factories.make_consultation()
    document = added(consultation, official)
    factories.make_draft_text(consultation=consultation, number=2)
    with pytest.raises(DraftRefused, match="新しい版が、すでに公開"):
        services.release(document, version=1, by=official, at=NOW)


def test_the_text_of_a_version_is_cut_into_the_same_sections_again(official: StaffMember) -> None:
    consultation = factories.make_consultation()
    text = "前文です。\n\n# 移動\n\n・公園\n・道\n\n## 細目\n\n| 年 | 数 |\n| 8 | 三 |"
    document = added(consultation, official, text)
    assert document.source is DraftSource.MARKDOWN
    before = outline(document)
    services.replace_text(document, WrittenText("案", services.as_text(document)), version=1, by=official)
    assert outline(document) == before
    assert queries.versions_of(consultation)[0].sections == 3
