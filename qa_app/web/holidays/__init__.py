"""The holiday table: days off and days made up for, by region and year."""

from qa_app.web.holidays.routes import bp

__all__ = ["bp"]
