"""Signing in and out, one's own account."""

from qa_app.web.accounts.routes import bp

__all__ = ["bp"]
