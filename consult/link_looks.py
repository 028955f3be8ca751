"""The worker's part in links: what each opinion shares words or a topic with, once per state of plan, drafts and dictionary.

The words of an opinion are those of the search index; nothing is read with the dictionary but the targets.
"""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Row, delete, insert, select

from consult import audit, link_anchors, standing
from consult.database import reading
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.link_finder import Found, sources_in_force
from consult.link_heirs import inherited
from consult.models import DraftSection, LinkLook, LinkSuggestion, Opinion, SearchEntry, Submission
from consult.search.tables import OPINIONS


def look_at_waiting(limit: int, *, batch: int) -> int:
    """Look at the opinions that wait, at most `limit`, a batch per transaction; how many were looked at. Commits."""
    with reading():
        sources = sources_in_force()
        db.session.commit()
    if not sources.are_followed:
        link_anchors.follow_passages(sources.targets)
        db.session.commit()
        sources.are_followed = True
    seen, version = 0, sources.version
    while sources.targets.listed and seen < limit:
        with reading():
            rows = _waiting(version, sources.language.version, min(batch, limit - seen))
            heirs = inherited({row.id: row.split_from_id for row in rows})
            db.session.commit()
        if not rows:
            break
        links_of = sources.finder.links_of
        keep({row.id: links_of(row, heirs.get(row.id, ())) for row in rows}, made_with=version)
        db.session.commit()
        seen += len(rows)
    return seen


def _waiting(version: str, language: str, limit: int) -> list[Row]:
    """The newest first. Those whose words are not in the index yet come with a later look."""
    looked = select(LinkLook.id).where(LinkLook.opinion_id == Opinion.id, LinkLook.made_with == version)
    index = OPINIONS.clause
    return list(
        db.session.execute(
            select(
                *(Opinion.id, Opinion.split_from_id, index.c.words, Submission.consultation_id),
                *(Opinion.about_passage, DraftSection.key.label("section_key")),
            )
            .join(
                SearchEntry,
                (SearchEntry.subject == OPINIONS.subject) & (SearchEntry.subject_id == Opinion.id),
            )
            .join(index, index.c.rowid == Opinion.id)
            .outerjoin(Submission, Submission.id == Opinion.submission_id)
            .outerjoin(DraftSection, DraftSection.id == Opinion.about_section_id)
            .where(SearchEntry.made_with == language, standing.counts(), ~looked.exists())
            .order_by(Opinion.id.desc())
            .limit(limit)
        )
    )


def keep(found: Mapping[int, list[Found]], *, made_with: str) -> None:
    """In the place of earlier suggestions, where they differ; decisions stay. A few statements for a batch."""
    ids = set(db.session.scalars(select(Opinion.id).where(Opinion.id.in_(list(found)))))
    wanted = {opinion_id: list(_rows(opinion_id, found[opinion_id])) for opinion_id in ids}
    now = _suggested(ids)
    changed = [opinion_id for opinion_id in ids if now.get(opinion_id, []) != _comparable(wanted[opinion_id])]
    db.session.execute(delete(LinkSuggestion).where(LinkSuggestion.opinion_id.in_(changed)))
    rows = [row for opinion_id in sorted(changed) for row in wanted[opinion_id]]
    if rows:
        db.session.execute(insert(LinkSuggestion), rows)
    db.session.execute(delete(LinkLook).where(LinkLook.opinion_id.in_(ids)))
    if ids:
        looks = [{"opinion_id": each, "made_with": made_with} for each in sorted(ids)]
        db.session.execute(insert(LinkLook), looks)
    if changed:
        audit.record(AuditAction.SUGGESTED, LinkLook, opinions=len(changed), suggestions=len(rows))


_COMPARED = ("kind", "measure_id", "kpi_id", "consultation_id", "section_key", "passage")
_COMPARED_TOO = ("words", "score", "is_named", "is_inherited")


def _rows(opinion_id: int, found: list[Found]) -> Iterator[dict[str, object]]:
    for each in found:
        reason = {"words": list(each.words), "score": each.score, "is_named": each.is_named}
        reason["is_inherited"] = each.is_inherited
        yield {"opinion_id": opinion_id, **each.target.columns, **reason}


def _comparable(rows: list[dict[str, object]]) -> list[list[object]]:
    return [[row[name] for name in (*_COMPARED, *_COMPARED_TOO)] for row in rows]


def _suggested(ids: Collection[int]) -> dict[int, list[list[object]]]:
    columns = [getattr(LinkSuggestion, name) for name in (*_COMPARED, *_COMPARED_TOO)]
    rows = select(LinkSuggestion.opinion_id, *columns).where(LinkSuggestion.opinion_id.in_(ids))
    found: dict[int, list[list[object]]] = {}
    for opinion_id, *values in db.session.execute(rows.order_by(LinkSuggestion.id)):
        found.setdefault(opinion_id, []).append(values)
    return found
