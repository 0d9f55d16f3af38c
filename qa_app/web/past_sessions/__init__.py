"""Sessions of the past from a list, looked at before they are taken in."""

from qa_app.web.past_sessions.routes import bp

__all__ = ["bp"]
