"""Reviews that one person read and a moderator looks at."""

from qa_app.web.singles.routes import bp

__all__ = ["bp"]
