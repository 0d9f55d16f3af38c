"""The register of centres: its lists, papers, directory, and questions to experts."""

from qa_app.web.register import consult, directory, lists, one_line, papers
from qa_app.web.register.blueprint import bp

__all__ = ["bp", "consult", "directory", "lists", "one_line", "papers"]
