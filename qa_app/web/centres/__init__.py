"""Centres: the list, how one stands, how it changes."""

from qa_app.web.centres.routes import bp

__all__ = ["bp"]
