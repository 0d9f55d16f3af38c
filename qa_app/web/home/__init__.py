"""The first page of each role."""

from qa_app.web.home.routes import bp

__all__ = ["bp"]
