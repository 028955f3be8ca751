"""Citizens read the results of a case, every version of them, take the files along, and search all answers."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from consult.database import reading
from consult.downloads import SANDBOX
from consult.extensions import db, limiter
from consult.paging import listed, page_number
from consult.publication import answer_search, dictionary, files, queries, result_page
from consult.publication.answer_search import Asked
from consult.search import kept_words

blueprint = Blueprint("publication", __name__)
CASE = "/consultations/<int:consultation_id>/results"


@blueprint.get("/results")
def answers() -> str:
    """What was published of all cases, found by words, class and case."""
    args = kept_words.arguments()
    return _found(Asked.read(args), page_number(args.get("page")))


@blueprint.post("/results")
def find_answers() -> str | AnyResponse:
    """To the list at an address without the words, which may be a name (TP11)."""
    asked = Asked.read(request.form)
    # Nobody who submits an opinion waits for a search.
    with reading():
        if asked.words and not answer_search.finds_something(asked):
            # Nothing to page through or to pass on: such words are not kept at all.
            return _found(asked, 1)
        db.session.commit()
    args: dict[str, Any] = asked.as_args()
    if asked.words:
        # What anybody may send is kept for weeks.
        with limiter.limit("60 per minute; 600 per hour"):
            args = kept_words.without_words(args, leave_out=())
        db.session.commit()
    return redirect(url_for(".answers", **args), 303)


def _found(asked: Asked, number: int) -> str:
    return render_template(
        "public/publication/answers.html",
        asked=asked,
        page=answer_search.found_answers(asked, number),
        classes=answer_search.class_choices(asked),
        cases=answer_search.case_choices(asked),
        orders=answer_search.ORDERS,
        longest=answer_search.LONGEST,
    )


@blueprint.get(CASE)
def newest(consultation_id: int) -> str:
    versions = queries.versions_or_404(consultation_id)
    return _page(consultation_id, versions[-1].number)


@blueprint.get(f"{CASE}/<int:number>")
def version(consultation_id: int, number: int) -> str:
    return _page(consultation_id, number)


@blueprint.get(f"{CASE}/<int:number>/dictionary")
def data_dictionary(consultation_id: int, number: int) -> str:
    released = _released(consultation_id, number)
    return render_template(
        "public/publication/data_dictionary.html",
        consultation_id=consultation_id,
        released=released,
        tables=dictionary.TABLES,
        more_keys=dictionary.MORE_KEYS,
        codes=dictionary.CODES,
    )


@blueprint.get(f"{CASE}/<int:number>/files/<file_name>")
def result_file(consultation_id: int, number: int, file_name: str) -> Response:
    released = _released(consultation_id, number)
    wanted = files.BY_NAME.get(file_name) or abort(404)
    # What a version says never changes; whether there is a newer one does.
    tag = f"{released.version.digest[:32]}-{released.version.newest}"
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        name = f"kekka_{consultation_id}_{number}_{wanted.name}"
        file = wanted.write(released)
        answer = send_file(file, mimetype=wanted.media_type, as_attachment=True, download_name=name)
    answer.set_etag(tag)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _page(consultation_id: int, number: int) -> str:
    released = _released(consultation_id, number)
    asked = result_page.read_asked(request.args, released.snapshot)
    rows = result_page.rows_of(released.snapshot, asked)
    return render_template(
        "public/publication/version.html",
        consultation_id=consultation_id,
        released=released,
        page=result_page.parts_of(released),
        versions=queries.versions_or_404(consultation_id),
        asked=asked,
        rows=listed(rows, page_number(request.args.get("page")), size=result_page.ROWS),
        classes=result_page.class_labels(released.snapshot),
        orders=result_page.ORDERS,
        files=files.FILES,
    )


def _released(consultation_id: int, number: int) -> files.Released:
    versions = queries.versions_or_404(consultation_id)
    return result_page.released(
        queries.version_or_404(versions, number),
        newest=versions[-1].number,
        is_invented=current_app.config["IS_DEMO"],
    )
