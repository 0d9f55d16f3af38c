"""The case list of a centre: files by reference, and taking lists in."""

from qa_app.web.cases.routes import bp

__all__ = ["bp"]
