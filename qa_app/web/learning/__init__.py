"""Learning plans."""

from qa_app.web.learning.routes import bp

__all__ = ["bp"]
