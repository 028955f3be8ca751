"""The app on a migrated, empty database of its own; clients for both sides of the counter."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import update

from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import BlindSampling
from tests import factories
from tests.built_once import MADE_FOR_REAL, share
from tests.counted_work import draw_without_a_clock
from tests.one_site import OneSite
from tests.pages import csrf_token
from tests.slowest_first import in_order

# The shell's settings for a site of one's own are nothing to the tests. CONSULT_NOW stays: `CONSULT_NOW=+500d make test`
# runs them on another day.
for name in [name for name in os.environ if name.startswith("CONSULT_") and name != "CONSULT_NOW"]:
    del os.environ[name]

draw_without_a_clock()

ROOM_IN_MEMORY = 2 * 1024**3


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_order(items)


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated database per test run; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(Settings(data_dir=folder))
    with app.app_context():
        upgrade()
        # Which opinions are drawn differs from run to run: a test that is about the blind sample draws them all.
        db.session.execute(update(BlindSampling).values(share_percent=0))
        db.session.commit()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session", autouse=True)
def built_once(shared_folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        share(shared_folder / "built-once", patch)
        yield


@pytest.fixture(scope="session")
def compiled_templates(shared_folder: Path) -> BytecodeCache:
    """Every site reads the same templates: what one has compiled the others find."""
    folder = shared_folder / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def made_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of how dictionaries and heads are made makes them itself."""
    for (module, name), maker in MADE_FOR_REAL.items():
        monkeypatch.setattr(module, name, maker)


@pytest.fixture(scope="session")
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where the machine has room there: tests write thousands of times, and wait for the disk each time."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM_IN_MEMORY:
        yield tmp_path_factory.mktemp("quick")
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="consult-tests-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def one_site(migrated_folder: Path, quick_folder: Path, compiled_templates: BytecodeCache) -> OneSite:
    return OneSite(migrated_folder, quick_folder / "instance", compiled_templates)


@pytest.fixture
def data_at_first(migrated_folder: Path) -> Path:
    """What a test finds in its data folder; a file of tests may put another one in its place."""
    return migrated_folder


@pytest.fixture
def data_folder(one_site: OneSite, data_at_first: Path) -> Path:
    one_site.lay_out(data_at_first)
    return one_site.folder


@pytest.fixture
def app(one_site: OneSite, data_folder: Path) -> Iterator[Flask]:
    """The site. A test that reads or makes rows opens `with app.app_context():` or asks for `database`."""
    yield one_site.app
    one_site.make_as_new()


@pytest.fixture
def csrf_on(app: Flask) -> None:
    """As in production: every POST needs the token of its session (`tests.pages.csrf_token(page)`)."""
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """An application context, for tests of services and queries (not together with a client's requests)."""
    with app.app_context():
        yield


@pytest.fixture
def public_client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def staff_client(app: Flask) -> Callable[..., FlaskClient]:
    """`staff_client(Role.OFFICIAL)`: a client signed in through the sign-in page as somebody with that role."""

    def signed_in(*roles: Role) -> FlaskClient:
        with app.app_context():
            person = factories.make_staff_member(roles=list(roles))
            email = person.email
            db.session.commit()
        client = app.test_client()
        form = {"email": email, "password": factories.PASSWORD}
        if app.config["WTF_CSRF_ENABLED"]:
            form["csrf_token"] = csrf_token(client.get("/staff/sign-in"))
        answer = client.post("/staff/sign-in", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    return signed_in
