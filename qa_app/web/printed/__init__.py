"""Papers of rounds and actions: PDF for the archive, Word drafts to be edited and approved."""

from qa_app.web.printed.routes import bp

__all__ = ["bp"]
