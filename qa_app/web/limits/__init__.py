"""The limits of today: what is due in open cases, told ahead and never scored."""

from qa_app.web.limits import importing, routes
from qa_app.web.limits.blueprint import bp

__all__ = ["bp", "importing", "routes"]
