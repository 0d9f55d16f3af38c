"""Findings of a draft."""

from qa_app.web.findings.routes import bp

__all__ = ["bp"]
