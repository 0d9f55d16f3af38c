"""Reviews of a supervisor's quarter: begun, computed from records, overruled."""

from qa_app.web.supervisor_reviews.routes import bp

__all__ = ["bp"]
