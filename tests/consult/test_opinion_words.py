"""The words of an opinion are kept once, by the worker, and are found again where they stand."""

import pytest
from sqlalchemy import select

from consult import opinion_words
from consult.extensions import db
from consult.models import Opinion, OpinionWords
from consult.opinion_words import Unread
from consult.search.indexing import index_waiting
from tests import factories as make

pytestmark = pytest.mark.usefixtures("database")
ALL = select(Opinion.id)
AWKWARD = "㍿の　ばすが、\nない！　https://example.jp/" + "a" * 600 + "　こどもと バ\nスに乗る。"


def kept(wording: str, **fields: object) -> Opinion:
    opinion = make.make_opinion(wording=wording, **fields)
    db.session.commit()
    index_waiting()
    return opinion


def content(opinion: Opinion) -> list[tuple[str, str]]:
    words = dict(opinion_words.content_of(ALL))[opinion.id]
    return [(each.base, each.written) for each in map(opinion_words.read_content, words)]


def test_words_of_content_are_kept_as_the_dictionary_and_as_the_writer_wrote_them() -> None:
    found = content(kept("こどもが、子どもと公園で走った。"))
    assert found == [("子供", "こども"), ("子供", "子ども"), ("公園", "公園"), ("走る", "走っ")]


def test_the_gist_is_nobodys_words() -> None:
    assert content(kept("公園", gist="病院")) == [("公園", "公園")]


@pytest.mark.parametrize("wording", ["バスがない。夜は暗い", AWKWARD, "！？", "　", "\n"])
def test_the_pieces_put_together_are_the_wording(wording: str) -> None:
    opinion = kept(wording)
    cut = dict(opinion_words.cut_texts(ALL))[opinion.id]
    assert len(cut.forms) == len(cut.kinds) == len(cut.lengths)
    assert sum(cut.lengths) == len(wording)


def test_a_word_is_found_where_it_stands_however_it_is_written() -> None:
    opinion = kept(AWKWARD)
    cut = dict(opinion_words.cut_texts(ALL))[opinion.id]
    found = [AWKWARD[slice(*cut.span(place))] for place in cut.places([opinion_words.form_of("バス")])]
    assert found == ["ばす", "バ\nス"]


def test_what_the_worker_has_not_read_is_counted_as_waiting() -> None:
    kept("公園").gist = "要旨"
    make.make_opinion(wording="病院")
    db.session.flush()
    assert opinion_words.unread(ALL) == Unread(new=1, again=0)


def test_what_was_read_with_other_synonyms_is_read_again() -> None:
    kept("公園")
    make.make_added_synonym()
    db.session.flush()
    assert opinion_words.unread(ALL) == Unread(new=0, again=1)


def test_the_words_go_with_the_opinion() -> None:
    opinion = kept("公園")
    db.session.delete(opinion)
    db.session.commit()
    assert db.session.scalars(select(OpinionWords)).all() == []
