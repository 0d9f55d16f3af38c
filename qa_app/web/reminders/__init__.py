"""Calendar feeds, reminders by mail and by robots, the outbox."""

from qa_app.web.reminders.routes import bp

__all__ = ["bp"]
