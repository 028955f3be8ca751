"""Opinions whose words the worker has read, for the pages of words."""

from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.search.indexing import index_waiting
from tests import factories as make

WORDINGS = {
    "まちの意見": ("こどもがバスに乗る。こどもが歩く。", {Facet.THEME: ["machi"]}),
    "ひとの意見": ("子どもの公園とバスが遠い。", {Facet.THEME: ["hito"]}),
}


def sow() -> None:
    """Two opinions of a plan, read by the worker. Commits."""
    make.make_plan()
    for wording, confirmed in WORDINGS.values():
        make.make_review(opinion=make.make_opinion(wording=wording), confirmed=confirmed)
    read()


def read() -> None:
    db.session.commit()
    index_waiting()
