"""Standards: published rubrics and their versions."""

from qa_app.web.standards.routes import bp

__all__ = ["bp"]
