"""Forms that people bring, filled with the numbers of the pages."""

from qa_app.web.own_forms.routes import bp

__all__ = ["bp"]
