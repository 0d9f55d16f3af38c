"""Access to case files by request, who saw a file, and months of two hats."""

from qa_app.web.access import hats, requests, seen
from qa_app.web.access.blueprint import bp

__all__ = ["bp", "hats", "requests", "seen"]
