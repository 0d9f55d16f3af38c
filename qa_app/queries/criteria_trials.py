"""What a draft of criteria is tried on, and what came out of trials."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import Stage, file_of
from qa_app.domain.defaults import SANDBOX_MONTHS
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.simulation import Field
from qa_app.domain.text import BilingualText
from qa_app.domain.trial import CHECK, Trial, trial_from
from qa_app.models.accounts import AccountRow
from qa_app.models.criteria_sandbox import CriteriaSandboxRow
from qa_app.models.criteria_versions import CriteriaCheckRow, CriteriaDraftRow
from qa_app.models.packed import unpacked
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.criteria_versions import sets_in_force
from qa_app.queries.holidays import working_calendar
from qa_app.queries.reach import centres_within
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.versions_in_force import in_force_on

KINDS = {
    "legal_aid": "law_firm",
    "psychological": "counselling_provider",
    "family_education": "family_education_body",
}
"""Area to the kind of organisation whose centres are simulated."""
USUAL_KIND = "social_work_agency"


@dataclass(frozen=True, slots=True)
class DraftTried:
    """A draft of criteria with its trial.

    Attributes:
        id: The draft.
        file: Its content.
        fingerprint: Its fingerprint.
        is_open: True while it is neither published nor discarded.
        is_mine: True for who handed it in, who never publishes it.
        digest: Digest of the trial; empty before it was run.
        trial: What came out; None likewise.
        ran_at: When; None likewise.
        looked: Who looked at exactly this trial, when, and the reason they gave.
        has_looked: True when the person who asks has.
    """

    id: int
    file: CriteriaFile
    fingerprint: str
    is_open: bool
    is_mine: bool
    digest: str
    trial: Trial | None
    ran_at: datetime | None
    looked: tuple[tuple[str, datetime, str], ...]
    has_looked: bool


def draft_tried(session: Session, actor: Actor, draft_id: int) -> DraftTried | None:
    """Read a draft with its trial.

    Args:
        session: A database session.
        actor: Who asks.
        draft_id: The draft.

    Returns:
        The draft; None when there is none, or the actor publishes no criteria.
    """
    row = session.get(CriteriaDraftRow, draft_id)
    if row is None or not may(actor, Permission.CRITERIA_PUBLISH):
        return None
    kept = session.execute(
        select(CriteriaSandboxRow).where(CriteriaSandboxRow.draft_id == draft_id)
    ).scalar_one_or_none()
    digest = "" if kept is None else kept.digest
    checks = session.execute(
        select(
            CriteriaCheckRow.done_by,
            AccountRow.display_name,
            CriteriaCheckRow.done_at,
            CriteriaCheckRow.reason,
        )
        .join(AccountRow, AccountRow.id == CriteriaCheckRow.done_by)
        .where(
            CriteriaCheckRow.draft_id == draft_id,
            CriteriaCheckRow.code == CHECK,
            CriteriaCheckRow.digest == digest,
        )
        .order_by(CriteriaCheckRow.id)
    ).all()
    return DraftTried(
        row.id,
        file_of(row.content),
        row.fingerprint,
        row.state == "open",
        row.handed_in_by == actor.account_id,
        digest,
        None if kept is None else trial_of(kept),
        None if kept is None else kept.ran_at,
        tuple((name, at, reason) for _, name, at, reason in checks),
        any(by == actor.account_id for by, *_ in checks),
    )


def trial_of(row: CriteriaSandboxRow) -> Trial:
    """Read what is kept of a trial.

    Args:
        row: Its row.

    Returns:
        The trial.
    """
    return trial_from(json.loads(unpacked(row.content)))


def fields_in_force(session: Session, today: date) -> tuple[Field, ...]:
    """List what centres are simulated for: the rubrics of case files in force, one for each area.

    Args:
        session: A database session.
        today: Local date.

    Returns:
        By area, with the rubric that is first by code; sealed ones and those without bands left
        out.
    """
    rows = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.area_code)
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(
            RubricVersionRow.kind == "case_file",
            RubricVersionRow.access == "ordinary",
            RubricVersionRow.status == "published",
            RubricVersionRow.is_hidden.is_(False),
            in_force_on(today),
        )
        .order_by(AreaRow.position, RubricVersionRow.area_code, RubricVersionRow.rubric_code)
    ).all()
    found: dict[str, Field] = {}
    for version_id, area in rows:
        rubric = rubric_by_id(session, version_id)
        if area not in found and rubric is not None and _is_simulated(rubric):
            calendar = working_calendar(session, rubric.region)
            found[area] = Field(area, KINDS.get(area, USUAL_KIND), rubric, calendar)
    return tuple(found.values())


def _is_simulated(rubric: Rubric) -> bool:
    return rubric.method is Method.WEIGHTED_SECTIONS and len(rubric.bands) > 1


def base_in_force(session: Session, today: date) -> CriteriaFile | None:
    """Find the version of criteria that is in force for the whole installation.

    Args:
        session: A database session.
        today: Local date.

    Returns:
        That of the latest stage that has one; None where nothing is in force.
    """
    in_force = sets_in_force(session, today)
    found = [one for stage in Stage if (one := in_force.of("", stage)) is not None]
    return found[-1].file if found else None


def month_ends(today: date, months: int = SANDBOX_MONTHS) -> tuple[date, ...]:
    """List the ends of past months.

    Args:
        today: Local date.
        months: How many.

    Returns:
        Last days of whole months before today, the oldest first.
    """
    this = month_of(today)
    return tuple(first_day(this - back) - timedelta(days=1) for back in reversed(range(months)))


def names_within(
    session: Session, actor: Actor
) -> tuple[dict[int, BilingualText], dict[str, BilingualText]]:
    """Read the names that the page of a trial may tell.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Names of centres within reach by id, and of areas by code.
    """
    centres = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en).where(
            centres_within(actor, Permission.CENTRE_READ)
        )
    )
    areas = session.execute(select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en))
    return (
        {one: BilingualText(zh, en) for one, zh, en in centres},
        {code: BilingualText(zh, en) for code, zh, en in areas},
    )
