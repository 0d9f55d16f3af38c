"""Note in the journal that someone took a list away or searched one."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import ListRead
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.transaction import transaction

_NEEDS = {
    "cases_csv": Permission.CASE_READ,
    "comparison_csv": Permission.COMPARISON_READ,
    "competency_gaps": Permission.COMPETENCY_READ,
    "coverage_xlsx": Permission.RUBRIC_READ,
    "criteria_csv": Permission.CRITERIA_READ,
    "indicators_csv": Permission.INDICATOR_READ,
    "journal": Permission.JOURNAL_READ,
    "labels": Permission.CASE_READ,
    "minors_pack": Permission.JOURNAL_READ,
    "moved_csv": Permission.CENTRE_READ,
    "own_form": Permission.CENTRE_READ,
    "own_trend_csv": Permission.LEARNING_READ,
    "quality_sheet": Permission.COVERAGE_READ,
    "references_csv": Permission.CASE_IMPORT,
    "rubric_file": Permission.RUBRIC_READ,
    "sandbox_csv": Permission.CRITERIA_PUBLISH,
    "trends_csv": Permission.CENTRE_READ,
    "two_hats": Permission.JOURNAL_READ,
    "who_saw": Permission.OPENING_READ,
}


def note_list(
    session: Session,
    actor: Actor,
    view: str,
    count: int,
    *,
    at: datetime,
    centre_id: int | None = None,
) -> None:
    """Record that a list is shown or handed out.

    Args:
        session: A database session.
        actor: Who gets it.
        view: Which list: `cases_csv`, `comparison_csv`, `competency_gaps`, `coverage_xlsx`,
            `criteria_csv`, `indicators_csv`, `journal`, `labels`, `minors_pack` (its rows are
            figures), `moved_csv`, `own_form` (its rows are the cells), `own_trend_csv`,
            `quality_sheet`, `references_csv`, `rubric_file` (its rows are items), `sandbox_csv`,
            `trends_csv`, `two_hats` (its rows are acts) or `who_saw` (openings).
        count: How many rows it holds.
        at: The present.
        centre_id: The centre it is about, within the actor's reach; None for more than one.

    Raises:
        NotAllowedError: The actor may not see the list.
    """
    needed = _NEEDS[view]
    if not may(actor, needed):
        raise NotAllowedError(needed.value)
    event = ListRead(actor=actor, at=at, centre_id=centre_id, view=view, count=count)
    with transaction(session, event):
        pass
