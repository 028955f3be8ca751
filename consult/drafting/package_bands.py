"""What a drafter pinned for policy packages, as parts of the committee paper: what is still confirmed and may leave."""

from dataclasses import replace

from sqlalchemy import select

from consult.documents.opinions_paper import OpinionsPaper, PaperBand
from consult.documents.paper_length import check_length
from consult.domain.vocabulary import Facet
from consult.drafting import headlines
from consult.drafting.board_paper import quotation
from consult.drafting.tallies import tallies
from consult.drafting.voices_page import records_of
from consult.extensions import db
from consult.models import PinnedOpinion
from consult.opinion_records import OpinionRecord
from consult.plan_codes import PlanCode, PlanCodes

RULE = (
    "テーマの後に、政策パッケージごとの意見を載せました。担当者が選んだ意見で、順番も担当者が決めました。"
    "テーマの代表意見と同じ意見が入ることがあります。件数の表には、この部分を数えていません。"
)


def with_packages(paper: OpinionsPaper, codes: PlanCodes) -> OpinionsPaper:
    """The paper with a part for each package for which voices are pinned; four queries and those of the records."""
    pinned = _pinned(codes)
    if not pinned:
        return paper
    counted, texts = tallies(Facet.PACKAGE, pinned), headlines.current(Facet.PACKAGE)
    listed = [each for each in codes.packages if each.code in pinned]
    bands = tuple(
        PaperBand(
            number=len(paper.bands) + 1,
            mark="",
            label=_label(each),
            headline=texts[each.code].text if each.code in texts else "",
            confirmed=counted[each.code].total.confirmed,
            quotations=tuple(
                quotation(number, record, f"{each.code}の")
                for number, record in enumerate(pinned[each.code], 1)
            ),
        )
        for each in listed
    )
    check_length(
        sum(len(each.text) for band in (*paper.bands, *bands) for each in band.quotations),
        "代表意見か、政策パッケージで選んだ意見を減らしてから作ってください。",
    )
    return replace(paper, bands=(*paper.bands, *bands), rules=(*paper.rules, RULE))


def _label(package: PlanCode) -> str:
    return package.label if package.label == package.code else f"{package.code} {package.label}"


def _pinned(codes: PlanCodes) -> dict[str, list[OpinionRecord]]:
    rows = db.session.execute(
        select(PinnedOpinion.package, PinnedOpinion.opinion_id).order_by(
            PinnedOpinion.package, PinnedOpinion.position, PinnedOpinion.id
        )
    ).all()
    records = records_of([row.opinion_id for row in rows], codes)
    found: dict[str, list[OpinionRecord]] = {}
    known = {each.code for each in codes.packages}
    for package, opinion_id in rows:
        record = records[opinion_id]
        if package in known and record.may_leave and record.is_confirmed_on(Facet.PACKAGE, package):
            found.setdefault(package, []).append(record)
    return found
