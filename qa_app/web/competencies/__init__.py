"""Competencies of workers, what they need, and the frameworks behind both."""

from qa_app.web.competencies import gap_routes, routes
from qa_app.web.competencies.blueprint import bp

__all__ = ["bp", "gap_routes", "routes"]
