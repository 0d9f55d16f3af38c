"""Who reads: ties, areas and capacity, files divided among readers, duties handed over."""

from qa_app.web.readers import dividing, duties, routes, team
from qa_app.web.readers.blueprint import bp

__all__ = ["bp", "dividing", "duties", "routes", "team"]
