"""The holiday table, and closing days of branches and centres."""

from qa_app.web.holidays import closed, routes
from qa_app.web.holidays.blueprint import bp

__all__ = ["bp", "closed", "routes"]
