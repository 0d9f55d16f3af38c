"""A centre's quality sheet for whoever buys its services."""

from qa_app.web.quality.routes import bp

__all__ = ["bp"]
