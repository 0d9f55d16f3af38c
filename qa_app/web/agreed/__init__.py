"""What a session opens with, and what is agreed in it."""

from qa_app.web.agreed.routes import bp

__all__ = ["bp"]
