"""Review rounds: planned, put on days, watched until they are final."""

from qa_app.web.rounds.routes import bp

__all__ = ["bp"]
