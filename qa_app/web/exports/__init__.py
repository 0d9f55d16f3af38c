"""Results taken away item by item."""

from qa_app.web.exports.routes import bp

__all__ = ["bp"]
