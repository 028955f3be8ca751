"""Every route of the app as a list of requests, for tests that ask each of them the same question."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Facet, ImportState, Role, TaggerState
from consult.extensions import db
from consult.models import InquiryItem, PolicyPackage
from tests import factories

CONVERTER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
REACHED = 299
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
NONCE = re.compile(r'nonce="[^"]*"')


@dataclass(frozen=True)
class Route:
    method: str
    rule: str
    endpoint: str

    @property
    def address(self) -> str:
        """The rule with 1 for each number, and a word for each text."""
        return CONVERTER.sub(lambda m: "1" if m.group(1) == "int" else "x", self.rule)


def routes_of(app: Flask) -> list[Route]:
    """Without the methods that Flask adds."""
    return [
        Route(method, rule.rule, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@dataclass
class Doors:
    """Views replaced by one that only says that it was reached; who may use them stays as it was."""

    reached: list[str] = field(default_factory=list)

    def open(self, app: Flask) -> "Doors":
        for endpoint, view in list(app.view_functions.items()):
            app.view_functions[endpoint] = self._door(endpoint, view)
        return self

    def _door(self, endpoint: str, view: Callable) -> Callable:
        @functools.wraps(view)
        def door(**_values: object) -> Response:
            self.reached.append(endpoint)
            return Response(status=REACHED)

        return door


def without_nonce(answer: Response) -> str:
    return NONCE.sub("", answer.get_data(as_text=True))


def make_one_of_each(app: Flask) -> None:
    """A row of everything, with id 1, so that each page has something to show."""
    with app.app_context():
        factories.make_plan()
        consultation = factories.make_consultation()
        submission = factories.make_submission(consultation=consultation)
        factories.make_draft_text(consultation=consultation, released_at=None)
        hearing = factories.make_hearing()
        factories.make_follow_up(hearing=hearing)
        factories.make_desk_note()
        page = factories.make_published_page()
        opinion = factories.make_opinion(hearing=hearing)
        factories.make_opinion(submission=submission)
        group = factories.make_answer_group(consultation=consultation)
        factories.make_official_response(group=group)
        factories.make_internal_remark(group=group)
        factories.make_revision(consultation=consultation, groups=(group,))
        factories.make_published_answer(publication=factories.make_publication(consultation=consultation))
        factories.make_opinion(published_page=page)
        factories.make_tag(opinion=opinion)
        factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
        factories.make_personal_look(opinion=opinion, passages=[[0, 2, "name"]])
        factories.make_redaction(opinion=opinion, start=0, end=2)
        factories.make_coding_rule()
        factories.make_added_word()
        factories.make_added_synonym()
        kpi = factories.make_kpi(package=db.session.get_one(PolicyPackage, 1))
        factories.make_kpi_entry(kpi=kpi)
        factories.make_kpi_setting(kpi=kpi)
        division = factories.make_division()
        factories.make_package_assessment(package=kpi.package, division=division)
        factories.make_inquiry(items=(InquiryItem(kpi=kpi, division=division),))
        factories.make_learned_tagger(state=TaggerState.SHADOW)
        factories.make_refit()
        _make_imports()
        db.session.commit()


def _make_imports() -> None:
    """One that is looked at, one that is done: a hearing and a committee's opinion came with it."""
    factories.make_import_batch()
    done = factories.make_import_batch(state=ImportState.DONE, finished_at=factories.NOW)
    factories.make_imported_row(batch=done)
    given = factories.make_submission(channel=Channel.COMMITTEE)
    factories.make_opinion(submission=given)
    factories.make_imported_row(batch=done, submission_id=given.id)
    factories.make_remembered_column()


def one_client_per_role(staff_client: Callable[..., FlaskClient]) -> dict[str, FlaskClient]:
    return {role.value: staff_client(role) for role in Role}
