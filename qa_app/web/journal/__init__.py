"""The journal of every act, for those who watch over it."""

from qa_app.web.journal import pack
from qa_app.web.journal.routes import bp

__all__ = ["bp", "pack"]
