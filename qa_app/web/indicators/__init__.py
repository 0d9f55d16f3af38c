"""Indicators of the workforce."""

from qa_app.web.indicators.routes import bp

__all__ = ["bp"]
