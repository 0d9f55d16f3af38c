"""What is due, put on a day by hand or by proposing the whole month."""

from qa_app.web.month_plan.routes import bp

__all__ = ["bp"]
