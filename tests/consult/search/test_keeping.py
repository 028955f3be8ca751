"""The index stands and falls with the rows: same transaction, every way of writing, up to the words from the worker."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text

from consult import search_gateway
from consult.counterparts import merging
from consult.domain.vocabulary import OpinionSource, SubmitterKind
from consult.extensions import db
from consult.models import Hearing, Opinion, SearchEntry, Submitter
from consult.search import indexing
from consult.search.finding import search_for
from consult.search.indexing import index_waiting
from tests import factories as make
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")


def opinions(typed: str) -> list[int]:
    return list(db.session.scalars(select(Opinion.id).where(search_for(typed).in_opinions())))


def hearings(typed: str) -> list[int]:
    return list(db.session.scalars(select(Hearing.id).where(search_for(typed).in_hearings())))


def made_with() -> set[str]:
    return set(db.session.scalars(select(SearchEntry.made_with)))


def test_what_is_written_is_found_in_the_same_transaction_and_gone_with_it() -> None:
    opinion = make.make_opinion(wording="公園がほしい")
    assert opinions("公園") == [opinion.id]
    db.session.rollback()
    assert opinions("公園") == []
    assert db.session.scalar(select(func.count()).select_from(SearchEntry)) == 0


def test_before_the_worker_came_the_letters_are_found_and_after_it_the_words_too() -> None:
    opinion = make.make_opinion(wording="子供の居場所")
    db.session.commit()
    assert made_with() == {""}
    assert opinions("居場所") == [opinion.id] and opinions("こども") == []

    assert index_waiting() >= 1

    assert made_with() == {search_gateway.language_in_force().version}
    assert opinions("居場所") == opinions("こども") == [opinion.id]
    assert index_waiting() == 0, "nothing waits any more"


def test_a_changed_gist_is_found_and_the_old_one_is_not() -> None:
    hearing = make.make_hearing()
    opinion = make.make_opinion(hearing=hearing, wording="原文", gist="夕方の便")
    db.session.flush()
    assert opinions("夕方") == [opinion.id] and hearings("夕方") == [hearing.id]
    opinion.gist = "朝の便"
    db.session.flush()
    assert opinions("夕方") == hearings("夕方") == []
    opinion.gist = None
    db.session.flush()
    assert opinions("朝の便") == hearings("朝の便") == []
    assert opinions("原文") == [opinion.id]


def test_a_hearing_is_found_by_its_body_agenda_notes_and_gists_and_by_words_spread_over_them() -> None:
    hearing = make.make_hearing(
        counterpart=make.make_counterpart(name="架空の漁業組合"), agenda="将来の姿", notes="船を直したい"
    )
    make.make_opinion(hearing=hearing, wording="船を直したい", gist="修繕への補助")
    make.make_hearing(notes="関係のないメモ")
    db.session.commit()
    for _ in range(2):
        assert hearings("ｷﾞｮｾﾝ -あ 漁業組合") == []
        assert hearings("漁業組合 将来 船 補助") == [hearing.id]
        index_waiting()


def test_another_name_of_a_body_is_the_name_its_hearings_are_found_by() -> None:
    hearing = make.make_hearing(counterpart=make.make_counterpart(name="旧い名の会"))
    db.session.flush()
    hearing.counterpart.name = "新しい名の会"
    db.session.flush()
    assert hearings("旧い名") == []
    assert hearings("新しい名") == [hearing.id]


def test_a_hearing_is_found_by_every_name_of_its_body_also_after_a_merge_and_its_undo() -> None:
    kept, merged = make.make_counterpart(name="残す会"), make.make_counterpart(name="まとめる会")
    first, second = make.make_hearing(counterpart=kept), make.make_hearing(counterpart=merged)
    person = make.make_staff_member()
    act = merging.merge(kept, merged, versions=(1, 1), by=person)
    both = [first.id, second.id]
    assert sorted(hearings("残す会")) == sorted(hearings("まとめる会")) == both
    index_waiting()
    assert sorted(hearings("まとめる会")) == both
    merging.undo(act, by=person)
    assert (hearings("残す会"), hearings("まとめる会")) == ([first.id], [second.id])


def test_rows_that_were_written_past_the_session_are_found_by_the_worker() -> None:
    row = make.make_opinion(wording="手本")
    values = {"source": row.source, "hearing_id": row.hearing_id, "submission_id": row.submission_id}
    db.session.execute(
        insert(Opinion), [values | {"position": 9, "wording": "まとめて入れた意見", "created_at": make.NOW}]
    )
    db.session.commit()
    assert opinions("まとめて") == []
    index_waiting()
    assert len(opinions("まとめて")) == 1


def test_another_word_of_the_city_indexes_everything_anew(app: Flask) -> None:
    opinion = make.make_opinion(wording="チャリ置き場がない")
    db.session.commit()
    index_waiting()
    assert opinions("自転車") == []
    make.make_added_synonym(variant="チャリ", stands_for="自転車")
    db.session.commit()
    assert index_waiting() >= 1
    assert opinions("自転車") == [opinion.id]


def test_a_city_word_that_is_not_compiled_yet_is_no_reason_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    opinion = make.make_opinion(wording="公園がほしい")
    make.make_added_word(surface="ネコバス停")
    db.session.commit()

    def waits(_language: object) -> None:
        raise AssertionError("a page compiled the dictionary")

    monkeypatch.setattr(search_gateway, "reader_for", waits)
    assert opinions("公園") == [opinion.id]


def test_what_changed_while_it_was_read_waits_for_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    opinion = make.make_opinion(wording="原文", gist="夕方の便")
    db.session.commit()
    read, changes = indexing._read, iter([True])

    def slowly(texts: indexing.Texts, reader: search_gateway.WordReader) -> object:
        rows = list(read(texts, reader))
        if next(changes, False):
            opinion.gist = "朝の便"
            db.session.commit()
        return rows

    monkeypatch.setattr(indexing, "_read", slowly)
    index_waiting()
    assert opinions("朝の便") == [opinion.id] and opinions("夕方") == []
    assert made_with() == {search_gateway.language_in_force().version}


def test_nothing_about_a_submitter_is_in_the_index() -> None:
    person = Submitter(kind=SubmitterKind.PERSON, name="架空野カナリア子", email="k@example.jp", phone="0246")
    make.make_opinion(submission=make.make_submission(submitter=person))
    make.make_hearing(people_present="架空田スズメ男", heard_by="職員ツバメ")
    db.session.commit()
    index_waiting()
    for typed in ("カナリア", "example", "0246", "スズメ", "ツバメ"):
        assert opinions(typed) == hearings(typed) == []


def test_deleted_rows_leave_no_byte_of_their_text_behind(app: Flask) -> None:
    for number in range(30):
        make.make_opinion(wording=f"残る意見その{number}")
    gone = make.make_opinion(wording="𠀋𠀌𠀍𠀎の秘密")
    db.session.commit()
    index_waiting()
    assert "𠀋𠀌".encode() in file_bytes(app)
    db.session.delete(gone)
    db.session.commit()
    assert opinions("秘密") == [] and len(opinions("残る")) == 30
    db.session.close()
    assert not any(f"{each}".encode() in file_bytes(app) for each in ("𠀋𠀌", "𠀌𠀍", "𠀍𠀎"))


def file_bytes(app: Flask) -> bytes:
    folder: Path = app.config["DATA_DIR"]
    return b"".join(path.read_bytes() for path in folder.glob("consult.sqlite3*"))


def test_many_opinions_are_indexed_with_as_many_statements_as_one() -> None:
    def statements(count: int) -> int:
        hearing = make.make_hearing()
        db.session.add_all(
            Opinion(
                source=OpinionSource.HEARING,
                hearing=hearing,
                position=n,
                wording=f"意見{n}",
                gist=f"要旨{n}",
                created_at=make.NOW,
            )
            for n in range(count)
        )
        with counted_queries() as queries:
            db.session.flush()
        return len([query for query in queries if "search" in query])

    assert statements(1) == statements(40)


def test_the_index_is_whole() -> None:
    make.make_opinion(wording="公園")
    make.make_hearing()
    db.session.commit()
    index_waiting()
    for name in ("opinion_search", "hearing_search"):
        db.session.execute(text(f"INSERT INTO {name}({name}) VALUES ('integrity-check')"))
