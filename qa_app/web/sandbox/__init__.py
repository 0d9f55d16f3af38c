"""Drafts of criteria, tried before anybody publishes them."""

from qa_app.web.sandbox.routes import bp

__all__ = ["bp"]
