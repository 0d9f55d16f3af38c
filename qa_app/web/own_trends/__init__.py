"""A practitioner's own trend, for them and for who supervises them by agreement."""

from qa_app.web.own_trends.routes import bp

__all__ = ["bp"]
