"""What every import has in common: the claims cut from its notes, what came of it, and where each row came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert

from consult import nlp_gateway
from consult.domain import claims as cutting
from consult.domain.claims import CLAIMS_LIMIT, Claims
from consult.extensions import db
from consult.imports.planning import Plan
from consult.imports.rows import PlannedRow
from consult.models import ImportBatch, ImportedRow

# Notes to the claims cut from them: the slow part, done before the transaction that writes.
Cuts = Mapping[str, Claims]


@dataclass
class Recorded:
    """What came of it, in numbers."""

    hearings: int = 0
    committee: int = 0
    submissions: int = 0
    opinions: int = 0
    # Values of KPIs and assessments that came with a returned sheet.
    answers: int = 0
    # Numbers of hearings in whose notes nothing was found that is an opinion.
    without_opinions: list[int] = field(default_factory=list)


def cut(notes: str) -> Claims:
    """What `nlp` proposes, as far as one hearing can hold it."""
    return cutting.proposed(nlp_gateway.claims_of(notes))[:CLAIMS_LIMIT]


def cuts_of(plan: Plan) -> dict[str, Claims]:
    """Every notes of the plan, cut at once; the worker does it step by step."""
    return {notes: cut(notes) for notes in notes_to_cut(plan)}


def notes_to_cut(plan: Plan) -> list[str]:
    """Each once; what comes back from our own export knows its opinions."""
    return list(dict.fromkeys(row.content.notes for row in plan.imported if row.content.claims is None))


def add_origins(
    rows: Sequence[tuple[PlannedRow, dict[str, int]]], batch: ImportBatch, *, without: str = ""
) -> None:
    """Where what each row became came from. `without`: a cell that is not kept, for it says who sent an opinion."""
    if not rows:
        return
    origins = [
        {
            "import_batch_id": batch.id,
            "sheet": row.sheet[:200],
            "row": row.line,
            "fingerprint": row.fingerprint,
            "cells": {name: cell for name, cell in (row.shown or {}).items() if name != without},
            "notices": [notice.text for notice in (*row.notices, *row.problems)],
            **became,
        }
        for row, became in rows
    ]
    db.session.execute(insert(ImportedRow), origins)
