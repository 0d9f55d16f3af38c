"""The record of a supervision session: written, signed, acknowledged, disagreed with, printed."""

from qa_app.web.records.routes import bp

__all__ = ["bp"]
