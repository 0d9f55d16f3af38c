"""People of centres, and their training."""

from qa_app.web.workers import routes, training_routes
from qa_app.web.workers.blueprint import bp

__all__ = ["bp", "routes", "training_routes"]
