"""Planning supervision sessions, drawing their files, saying what became of them."""

from qa_app.web.supervision.routes import bp

__all__ = ["bp"]
