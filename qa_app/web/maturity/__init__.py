"""How a region's quality-assurance system stands, year by year."""

from qa_app.web.maturity.routes import bp

__all__ = ["bp"]
