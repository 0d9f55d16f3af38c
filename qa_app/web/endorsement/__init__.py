"""Every centre and area held against the criteria of the register."""

from qa_app.web.endorsement.routes import bp

__all__ = ["bp"]
