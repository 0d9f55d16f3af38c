"""Papers about decisions for those who issue and hold them; dossiers of frozen evidence."""

from qa_app.web.register_papers.routes import bp

__all__ = ["bp"]
