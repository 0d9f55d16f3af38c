"""Marks in a draft: items flagged for moderation, possible unreported harm."""

from qa_app.web.marks.routes import bp

__all__ = ["bp"]
