"""The site that tests share: made once per process, since making it, reading its templates and compiling its
statements took half of the time of all tests. Each test finds it as new, with data of its own."""

import shutil
from pathlib import Path

from flask import Flask
from jinja2 import BytecodeCache

from consult import create_app
from consult.accounts.attempts import SignInAttempts
from consult.accounts.hashing import HashingQueue
from consult.config import Settings
from consult.extensions import db, limiter

# What the site remembers between requests, and how it is when it starts. tests/structure/test_one_site.py asks for more.
REMEMBERED = {
    "municipality": lambda: {"name": ""},
    "sign_in_attempts": SignInAttempts,
    "hashing_queue": HashingQueue,
    "link_sources": lambda: None,
}


class OneSite:
    """One folder and one app; what a test does to either is gone before the next one."""

    def __init__(self, data: Path, folder: Path, compiled: BytecodeCache) -> None:
        self.folder = folder
        self.lay_out(data)
        self.app = _made(folder)
        self.app.jinja_env.bytecode_cache = compiled
        self._config = dict(self.app.config)
        self._views = dict(self.app.view_functions)

    def lay_out(self, data: Path) -> None:
        """The folder with a copy of this data and nothing else."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(data, self.folder)

    def make_as_new(self) -> None:
        app = self.app
        limiter.reset()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        if queue := app.extensions.pop("jobs", None):
            queue.huey.storage.close()
        app.extensions.update({name: first() for name, first in REMEMBERED.items()})
        for changed, at_first in ((app.config, self._config), (app.view_functions, self._views)):
            changed.clear()
            changed.update(at_first)


def _made(folder: Path) -> Flask:
    app = create_app(Settings(data_dir=folder))
    app.testing = True
    # Errors must reach the error pages, as they would for a reader.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    # POSTs are easy to write: no token is asked for. `csrf_on` switches the protection on, as it is in production;
    # tests/structure/test_csrf.py does so for every route, and asks every form in the templates for its token.
    app.config["WTF_CSRF_ENABLED"] = False
    return app
