"""Looking after an installation: accounts, the area tree, centres and their workers."""

from qa_app.web.admin.blueprint import bp
from qa_app.web.admin.register import places
from qa_app.web.admin.routes import accounts
from qa_app.web.admin.worker import worker

__all__ = ["accounts", "bp", "places", "worker"]
