"""主な意見 as files: a slide, 委員会資料 and 意見一覧, each also as PDF. Whoever reads the board may make them."""

from flask import Response, current_app, render_template, request

from consult import clock, formatting
from consult.access import READERS, allow
from consult.database import reading
from consult.domain.errors import TooLongForPaper, UnusableFilter
from consult.downloads import send_paper
from consult.drafting import board_paper, queries, services
from consult.drafting.blueprint import BOARD, blueprint
from consult.drafting.board_paper import Circumstances
from consult.drafting.forms import PaperForm
from consult.drafting.paper_files import FILES, PAPERS, Order
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.invented import has_invented
from consult.layout_context import municipality
from consult.plan_codes import plan_codes
from consult.staff_sessions import signed_in_member

TITLE = "主な意見"


@blueprint.get(f"{BOARD}/files")
@allow(*READERS)
def files() -> str:
    return _page(PaperForm(formdata=None, data={"title": TITLE}))


@blueprint.post(f"{BOARD}/files")
@allow(*READERS)
def make_file() -> Response | tuple[str, int]:
    """A POST, since it leaves a trace. The trace is kept before the file is made (0073)."""
    wanted = FILES.get(request.form.get("file", ""))
    form = PaperForm()
    if not form.validate():
        return _page(form), 422
    if wanted is None:
        raise UnusableFilter("作るファイルを選び直してください。")
    codes = plan_codes()
    bands = queries.bands(codes)
    if not bands:
        # The page says what is missing.
        return _page(form), 422
    try:
        rows = wanted.opinions(bands)
        services.record_export(rows, by=signed_in_member(), file=wanted.name)
        db.session.commit()
        with reading():
            file = wanted.write(Order(bands, codes, form.typed(), _circumstances(), clock.now()))
    except TooLongForPaper as error:
        put_beside_field(form, error)
        return _page(form), 422
    return send_paper(file, f"{wanted.stem}_{clock.today():%Y%m%d}.{wanted.ending}", wanted.media_type)


def _circumstances() -> Circumstances:
    is_invented = current_app.config["IS_DEMO"] or has_invented()
    return Circumstances(municipality(), formatting.day(clock.today()), is_invented)


def _page(form: PaperForm) -> str:
    bands = queries.bands(plan_codes())
    return render_template(
        "staff/drafting/files.html",
        form=form,
        papers=PAPERS,
        bands=bands,
        shown=[(band, len(board_paper.shown(band))) for band in bands],
        left_out=board_paper.left_out(bands),
    )
