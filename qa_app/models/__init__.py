"""Tables: columns and keys, without behaviour."""

from qa_app.models import (
    accounts,
    audits,
    cases,
    escalations,
    findings,
    journal,
    list_matches,
    pairs,
    places,
    rounds,
    rubric_drafts,
    rubrics,
    sheet_scans,
    standards,
    supervision,
    trends,
    who_reads,
)
from qa_app.models.base import Base

__all__ = [
    "Base",
    "accounts",
    "audits",
    "cases",
    "escalations",
    "findings",
    "journal",
    "list_matches",
    "pairs",
    "places",
    "rounds",
    "rubric_drafts",
    "rubrics",
    "sheet_scans",
    "standards",
    "supervision",
    "trends",
    "who_reads",
]
