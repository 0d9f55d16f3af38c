"""The page on the centre's device on which children and caregivers say what they think."""

from qa_app.web.feedback_page.routes import bp

__all__ = ["bp"]
