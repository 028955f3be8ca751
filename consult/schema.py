"""The database's schema against the program's: brought up at the start, never run on a newer one (TR14, TR15)."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade

from consult.extensions import db


class NewerSchema(RuntimeError):
    """The data was written by a newer Consult than this one."""


def revision() -> str | None:
    """The migration at which the database stands; None when it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_known() -> str:
    return str(_scripts().get_current_head())


def is_current() -> bool:
    return revision() == newest_known()


def bring_up() -> None:
    """Run what is missing. Raises NewerSchema and touches nothing when the data is ahead of the program."""
    refuse_newer(revision())
    if not is_current():
        upgrade()


def refuse_newer(found: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise NewerSchema(
            f"このデータは新しい版のConsultで作られています（データ {found}、この版 {newest_known()}）。"
            "新しい版で起動してください。データには何もしていません。"
        )


def _scripts() -> ScriptDirectory:
    config = current_app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(config)
