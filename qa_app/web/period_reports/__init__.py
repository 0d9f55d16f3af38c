"""Reports of quarters and years: the list, the page, the papers."""

from qa_app.web.period_reports.routes import bp

__all__ = ["bp"]
