"""Papers about decisions for everyone: how one stands now, and the keys that sign."""

from qa_app.web.papers_public.routes import bp

__all__ = ["bp"]
