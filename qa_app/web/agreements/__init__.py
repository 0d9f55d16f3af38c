"""Who supervises whom: agreements, chains, deputies, deployments, the time of supervisors."""

from qa_app.web.agreements import lists, people, routes
from qa_app.web.agreements.blueprint import bp

__all__ = ["bp", "lists", "people", "routes"]
