"""Papers: a signed audit as a page and as PDF."""

from qa_app.web.papers.routes import bp

__all__ = ["bp"]
