"""What is said to results."""

from qa_app.web.answers.routes import bp

__all__ = ["bp"]
