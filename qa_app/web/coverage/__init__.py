"""Coverage of supervision, and the supervision report of a quarter."""

from qa_app.web.coverage.routes import bp

__all__ = ["bp"]
