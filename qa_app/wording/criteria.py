"""What the pages of criteria say in few words: kinds of criteria, and heads of columns."""

from qa_app.domain.verdicts import CriterionType
from qa_app.wording.catalogue import message as _

TYPES: dict[CriterionType, str] = {
    CriterionType.STOP: _("stop criterion"),
    CriterionType.MUST: _("must criterion"),
    CriterionType.SCORE: _("score criterion"),
    CriterionType.EVIDENCE: _("evidence criterion"),
}
"""Type to its name."""

COLUMN_HEADS: dict[str, str] = {
    "papers": _("Papers and procedures"),
    "staff": _("Workers"),
    "supervision": _("Supervision"),
    "safety": _("Safety"),
    "quality": _("Quality of files"),
    "improvement": _("Improvement"),
    "service": _("Service"),
    "other": _("Evidence and others"),
}
"""Column of the list to its head; every one of `criteria_list.COLUMNS` has one, by test."""
