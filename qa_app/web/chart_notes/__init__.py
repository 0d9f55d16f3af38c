"""Notes on charts, and from where their limits begin anew."""

from qa_app.web.chart_notes.routes import bp

__all__ = ["bp"]
