"""Applications, decisions about the register by two routes, objections, releases and names."""

from qa_app.web.decisions import deciding, objecting, recording, releasing, routes
from qa_app.web.decisions.blueprint import bp

__all__ = ["bp", "deciding", "objecting", "recording", "releasing", "routes"]
