"""Centres of a place beside each other, by name."""

from qa_app.web.comparison.routes import bp

__all__ = ["bp"]
