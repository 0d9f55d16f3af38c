"""Audits: the list, the workspace, check and sign, what becomes of a signature."""

from qa_app.web.audits.routes import bp

__all__ = ["bp"]
