"""Consult: a city hears its people while it writes a strategy. The stages of an opinion, in order:

1 `intake`, `hearings` and `imports` (opinions arrive) → 2 `tagging` (suggested tags with evidence) → 3 `review` (officials
confirm or reject; a random share is first coded without suggestions, `blind_coding`) and `sorting` (split, flagged, copies
told) → 4 `summary` → 5 `official_response` → 6 `publication` → 7 `drafting` (theme board) and `tracing` (which opinions
lead to which measure, KPI and passage of the draft, and the road that they make).
`plan` holds the strategy as data, `progress` its KPIs year by year and what divisions say of them, `counterparts` the bodies
heard, `rules` what the tagger knows by rule, `learning` what it learned from decisions, `word_tables` the words people use,
`consultations` the drafts under comment, `draft_texts` their text by chapter, `accounts` staff.
"""

from flask import Flask

from consult import (
    blueprints,
    case_pages,
    commands,
    database,
    errors,
    foreign_requests,
    form_errors,
    form_fields,
    formatting,
    jobs,
    layout_context,
    logs,
    marking,
    models,
    request_encoding,
    security_headers,
    staff_sessions,
    static_files,
)
from consult.config import ROOT, Settings, flask_settings
from consult.extensions import babel, csrf, db, limiter, migrate
from consult.search import kept_words

PARTS = (
    security_headers,
    errors,
    formatting,
    marking,
    form_errors,
    form_fields,
    layout_context,
    static_files,
    database,
    staff_sessions,
    kept_words,
    blueprints,
    case_pages,
    jobs,
    commands,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The site, bound to the data folder that `settings` (default: the environment) names."""
    logs.bind()
    app = Flask(__name__, instance_relative_config=False)
    app.config.from_mapping(flask_settings(settings or Settings()))
    # In this order: who may send, then what; both before CSRFProtect, whose own check decodes the whole form.
    foreign_requests.bind(app)
    request_encoding.bind(app)
    for extension in (db, csrf, babel, limiter):
        extension.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    assert models.Opinion.metadata is db.metadata  # every table is known before the first query
    for part in PARTS:
        part.bind(app)
    return app
