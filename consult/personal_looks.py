"""The worker's part in personal information: a look of the finder at every opinion, once per version of the finder."""

from sqlalchemy import select

from consult import finder_gateway, redactions, standing
from consult.database import reading
from consult.extensions import db
from consult.models import Opinion, PersonalLook


def look_at_waiting(limit: int, *, batch: int) -> int:
    """Look at the opinions that wait, at most `limit`, a batch per transaction; how many were looked at. Commits."""
    seen = after = 0
    while seen < limit:
        with reading():
            texts = _texts_waiting(after_id=after, limit=min(batch, limit - seen))
            db.session.commit()
        if not texts:
            break
        # The text work takes seconds; nobody waits for a lock meanwhile.
        found = {opinion_id: finder_gateway.personal_passages(text) for opinion_id, text in texts.items()}
        redactions.keep_looks(texts, found)
        db.session.commit()
        seen, after = seen + len(texts), max(texts)
    return seen


def _texts_waiting(*, after_id: int, limit: int) -> dict[int, str]:
    looked = select(PersonalLook.id).where(
        PersonalLook.opinion_id == Opinion.id, PersonalLook.finder_version == finder_gateway.finder_version()
    )
    waiting = select(Opinion.id, Opinion.wording).where(
        standing.counts(), Opinion.published_page_id.is_(None), ~looked.exists()
    )
    page = waiting.where(Opinion.id > after_id).order_by(Opinion.id).limit(limit)
    return dict(db.session.execute(page).tuples().all())
