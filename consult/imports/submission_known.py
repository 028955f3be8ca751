"""Which rows about submissions stand in the case already: by an earlier import, by our own mark, or by what they say."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from consult.domain.period import JAPAN
from consult.extensions import db
from consult.imports.choices import Place
from consult.imports.rows import ReadRow, Registered
from consult.imports.submission_rows import SubmissionRow
from consult.models import ImportedRow, Opinion, Submission, Submitter

CHANGED = "意見の文が、登録されているものと違います。登録した文章は変えられないため、取り込みません。"
ELSEWHERE = "別の案件に登録されている提出"


def already_there(rows: Sequence[ReadRow], *, marks: str, consultation_id: int) -> Mapping[Place, Registered]:
    """`marks` for lost characters are of no use here: what differs is another text."""
    found = _by_mark(rows, consultation_id)
    found |= _imported_before([row for row in rows if row.place not in found], consultation_id)
    rest = [row for row in rows if row.place not in found and row.content.own is None]
    return found | _said_already(rest, consultation_id)


def _by_mark(rows: Sequence[ReadRow], consultation_id: int) -> dict[Place, Registered]:
    """Of our own export: the submission with this mark, also a withdrawn one, and whether it says the same."""
    marks = {row.content.own.receipt_hash for row in rows if row.content.own}
    if not marks:
        return {}
    standing = db.session.execute(
        select(Submission.receipt_hash, Submission.id, Submission.consultation_id).where(
            Submission.receipt_hash.in_(marks)
        )
    )
    by_mark = {mark: (number, case) for mark, number, case in standing}
    ids = [number for number, _ in by_mark.values()]
    said: dict[int, set[str]] = {}
    texts = select(Opinion.submission_id, Opinion.text_digest).where(Opinion.submission_id.in_(ids))
    for submission_id, digest in db.session.execute(texts):
        said.setdefault(submission_id, set()).add(digest)
    found = {}
    for row in rows:
        content: SubmissionRow = row.content
        if content.own is None or content.own.receipt_hash not in by_mark:
            continue
        number, case = by_mark[content.own.receipt_hash]
        is_same = set(content.digests) <= said.get(number, set())
        words = f"提出{number}" if case == consultation_id else ELSEWHERE
        found[row.place] = Registered(words, notice="" if is_same else CHANGED)
    return found


def _imported_before(rows: Sequence[ReadRow], consultation_id: int) -> dict[Place, Registered]:
    prints = {row.fingerprint: row.place for row in rows}
    standing = db.session.execute(
        select(ImportedRow.fingerprint, Submission.id)
        .join(Submission, Submission.id == ImportedRow.submission_id)
        .where(ImportedRow.fingerprint.in_(prints))
        .where(Submission.withdrawn_at.is_(None), Submission.consultation_id == consultation_id)
    )
    return {prints[mark]: Registered(f"提出{number}") for mark, number in standing}


def _said_already(rows: Sequence[ReadRow], consultation_id: int) -> dict[Place, Registered]:
    """Typed in by hand, or sent by the form: the same words on the same day by the same way, as often as they stand.

    Somebody of another name is somebody else.
    """
    digests = {digest for row in rows for digest in row.content.digests}
    if not digests:
        return {}
    standing = db.session.execute(
        select(Submission.id, Submission.received_at, Submission.channel, Submitter.name, Opinion.text_digest)
        .join(Opinion, Opinion.submission_id == Submission.id)
        .join(Submitter, Submitter.id == Submission.submitter_id)
        .where(Submission.consultation_id == consultation_id, Opinion.text_digest.in_(digests))
        .where(Submission.withdrawn_at.is_(None), Opinion.superseded_at.is_(None))
        .order_by(Submission.id)
    )
    numbers: dict[tuple[object, ...], list[int]] = {}
    for number, at, channel, name, digest in standing:
        day = at.astimezone(JAPAN).date()
        numbers.setdefault((day, channel, name, digest), []).append(number)
    used: Counter[tuple[object, ...]] = Counter()
    found = {}
    for row in rows:
        content: SubmissionRow = row.content
        keys = [
            (content.held_on, content.channel, str(content.submitter.get("name") or ""), digest)
            for digest in content.digests
        ]
        if keys and all(len(numbers.get(key, ())) > used[key] for key in keys):
            found[row.place] = Registered(f"提出{numbers[keys[0]][used[keys[0]]]}")
            used.update(keys)
    return found
