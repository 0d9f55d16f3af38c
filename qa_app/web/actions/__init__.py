"""Corrective actions."""

from qa_app.web.actions.routes import bp

__all__ = ["bp"]
