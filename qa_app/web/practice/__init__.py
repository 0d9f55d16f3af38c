"""Practice files: read, handed in, compared with the agreed answers."""

from qa_app.web.practice.routes import bp

__all__ = ["bp"]
