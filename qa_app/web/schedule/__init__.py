"""The week, series of sessions, other days for sessions, and days that units propose."""

from qa_app.web.schedule.routes import bp

__all__ = ["bp"]
