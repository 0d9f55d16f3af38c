"""Review rounds: planned, put on days, watched until they are final."""

from qa_app.web.rounds import draws, routes
from qa_app.web.rounds.blueprint import bp

__all__ = ["bp", "draws", "routes"]
