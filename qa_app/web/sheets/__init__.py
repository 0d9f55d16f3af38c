"""Score sheets on paper: printed, scanned, confirmed."""

from qa_app.web.sheets.routes import bp

__all__ = ["bp"]
