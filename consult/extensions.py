"""Objects created once and bound in create_app()."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from consult.models.base import Base

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()
# Counts per process: the one-command server is one process. Several machines need a shared store (later issue).
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)
