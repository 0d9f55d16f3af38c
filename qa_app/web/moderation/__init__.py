"""What two people read differently, and how far they agree."""

from qa_app.web.moderation.routes import bp

__all__ = ["bp"]
