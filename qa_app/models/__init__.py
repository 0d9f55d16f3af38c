"""Tables: columns and keys, without behaviour."""

from qa_app.models import (
    accounts,
    audits,
    cases,
    journal,
    places,
    rounds,
    rubric_drafts,
    rubrics,
    standards,
    supervision,
    trends,
)
from qa_app.models.base import Base

__all__ = [
    "Base",
    "accounts",
    "audits",
    "cases",
    "journal",
    "places",
    "rounds",
    "rubric_drafts",
    "rubrics",
    "standards",
    "supervision",
    "trends",
]
