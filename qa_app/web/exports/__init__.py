"""Results taken away item by item."""

from qa_app.web.exports import requesting, routes
from qa_app.web.exports.blueprint import bp

__all__ = ["bp", "requesting", "routes"]
