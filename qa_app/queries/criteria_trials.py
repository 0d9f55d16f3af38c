"""What a draft of criteria is tried on, and what came out of trials."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import Stage, file_of
from qa_app.domain.defaults import SANDBOX_MONTHS, TRIAL_SILENT_MINUTES
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.simulation import Field
from qa_app.domain.text import BilingualText
from qa_app.domain.trial import CHECK, Trial, trial_from
from qa_app.models.accounts import AccountRow
from qa_app.models.criteria_sandbox import CriteriaSandboxRow, CriteriaTrialAskRow
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
class TrialAsk:
    """A trial that was asked for and has no result yet.

    Attributes:
        by: Name of who asked.
        at: When.
        done: Parts that are done.
        parts: Parts there are; 0 while it waits.
        is_failed: True when it ended without a result.
    """

    by: str
    at: datetime
    done: int
    parts: int
    is_failed: bool


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
        ran_by: Name of who had it run; empty likewise.
        ask: What was asked for and has no result yet; None for nothing.
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
    ran_by: str
    ask: TrialAsk | None
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
        "" if kept is None else _name_of(session, kept.ran_by),
        _ask_of(session, draft_id) if kept is None else None,
        tuple((name, at, reason) for _, name, at, reason in checks),
        any(by == actor.account_id for by, *_ in checks),
    )


def _name_of(session: Session, account_id: int) -> str:
    query = select(AccountRow.display_name).where(AccountRow.id == account_id)
    return session.execute(query).scalar_one()


def _ask_of(session: Session, draft_id: int) -> TrialAsk | None:
    row = session.get(CriteriaTrialAskRow, draft_id)
    if row is None:
        return None
    name = _name_of(session, row.asked_by)
    return TrialAsk(name, row.asked_at, row.done, row.parts, row.failed_at is not None)


def is_asked_for(session: Session, draft_id: int) -> bool:
    """Tell whether the trial of a draft was run, or waits or runs.

    Args:
        session: A database session.
        draft_id: The draft.

    Returns:
        False where nobody asked for it, or it failed.
    """
    kept, ask = CriteriaSandboxRow, CriteriaTrialAskRow
    found = select(kept.draft_id).where(kept.draft_id == draft_id)
    asked = select(ask.draft_id).where(ask.draft_id == draft_id, ask.failed_at.is_(None))
    return session.execute(found.union(asked)).first() is not None


def waiting_trials(session: Session, now: datetime) -> tuple[int, ...]:
    """List the drafts whose trial was asked for and is run by nobody.

    Args:
        session: A database session.
        now: The present; who has given no sign for `TRIAL_SILENT_MINUTES` was killed.

    Returns:
        Open drafts, in the order in which they were asked for.
    """
    row = CriteriaTrialAskRow
    silent = now - timedelta(minutes=TRIAL_SILENT_MINUTES)
    query = (
        select(row.draft_id)
        .join(CriteriaDraftRow, CriteriaDraftRow.id == row.draft_id)
        .outerjoin(CriteriaSandboxRow, CriteriaSandboxRow.draft_id == row.draft_id)
        .where(
            CriteriaDraftRow.state == "open",
            CriteriaSandboxRow.id.is_(None),
            row.failed_at.is_(None),
            or_(row.alive_at.is_(None), row.alive_at < silent),
        )
        .order_by(row.asked_at, row.draft_id)
    )
    return tuple(session.execute(query).scalars())


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
