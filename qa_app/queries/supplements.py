"""Supplementary audits: what may be opened, what there is, and what was answered before."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.supplement import AnsweredBefore, SupplementFault, answered_before, refusal_of
from qa_app.domain.totals import NOT_OF_CENTRES, SampleType
from qa_app.domain.version_in_force import version_on
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.asked_rubrics import asked_rubric_in_words, later_version
from qa_app.queries.bars import bar_against_supplement
from qa_app.queries.reach import centres_within
from qa_app.queries.rubric_places import counts_at_centre
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.versions_in_force import stretches_beside


@dataclass(frozen=True, slots=True)
class Target:
    """The version that a supplementary audit is opened under.

    Attributes:
        version_id: The version.
        version: Its number.
    """

    version_id: int
    version: str


@dataclass(frozen=True, slots=True)
class Supplement:
    """A supplementary audit of a signed one.

    Attributes:
        audit_id: It.
        version: Number of its version.
        rubric: What it asks.
        state: `draft`, `signed` or `void`.
        result_state: `provisional` or `final`; None in a draft.
        reader_id: Who reads.
        reader: Their name.
        signed_at: When it was signed; None in a draft.
        codes: Item to the code that stood at signing; empty in a draft.
        score_millionths: Ratio 0..1 on its items in millionths; None without a number.
    """

    audit_id: int
    version: str
    rubric: Rubric
    state: str
    result_state: str | None
    reader_id: int | None
    reader: str | None
    signed_at: datetime | None
    codes: dict[str, str]
    score_millionths: int | None


@dataclass(frozen=True, slots=True)
class Supplemented:
    """The audit that a supplementary one belongs to.

    Attributes:
        audit_id: It.
        version: Number of its version.
        is_void: True when it was made void since.
        lines: What it answered of the later version.
    """

    audit_id: int
    version: str
    is_void: bool
    lines: tuple[AnsweredBefore, ...]


def open_to_supplement(audit: AuditRow) -> bool:
    """Tell whether an audit is of a kind that can be supplemented.

    Args:
        audit: A signed audit.

    Returns:
        False for supplements themselves, imported inspections and reviews of supervisors or
        regions.
    """
    closed = NOT_OF_CENTRES | {SampleType.IMPORTED.value}
    return audit.supplements_id is None and audit.sample_type not in closed


def target_of(
    session: Session, version_id: int, centre_id: int, today: date
) -> Target | SupplementFault:
    """Find the version under which an audit can be supplemented.

    Args:
        session: A database session.
        version_id: The version that the audit was read under.
        centre_id: The audit's centre.
        today: The local day.

    Returns:
        The version in force today when it counts at the centre and asks something besides; else
        why not.
    """
    row = session.get_one(RubricVersionRow, version_id)
    found = version_on(stretches_beside(session, row), today)
    if found is None or found.version_id <= version_id:
        return SupplementFault.NO_NEWER
    if not counts_at_centre(session, found.version_id, centre_id):
        return SupplementFault.NO_NEWER
    later = later_version(session, found.version_id, version_id)
    fault = None if later is None else refusal_of(later.content, later.comparable)
    if fault is not None:
        return fault
    return Target(found.version_id, found.version)


def supplement_offer(session: Session, actor: Actor, audit_id: int, today: date) -> Target | None:
    """Find the version under which an actor may open a supplement of a signed audit.

    Args:
        session: A database session.
        actor: Who asks; the audit is known to be in their reach.
        audit_id: The signed audit.
        today: The local day.

    Returns:
        The version; None when they may not, when something bars them from the file, when there
        is nothing to ask besides, or when there is one already.
    """
    if not may(actor, Permission.AUDIT_SCORE):
        return None
    row = session.execute(
        select(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            AuditRow.id == audit_id,
            AuditRow.state == "signed",
            centres_within(actor, Permission.AUDIT_SCORE),
        )
    ).one_or_none()
    if row is None or not open_to_supplement(row[0]):
        return None
    if actor.account_id is None or bar_against_supplement(
        session, actor.account_id, audit_id, today
    ):
        return None
    target = target_of(session, row[0].rubric_version_id, row[0].centre_id, today)
    if not isinstance(target, Target):
        return None
    there = select(AuditRow.id).where(
        AuditRow.supplements_id == audit_id,
        AuditRow.rubric_version_id == target.version_id,
        AuditRow.state != "void",
    )
    return None if session.execute(there.limit(1)).first() else target


def supplements_of(session: Session, audit_id: int) -> tuple[Supplement, ...]:
    """List the supplements of an audit that is known to be in reach.

    Args:
        session: A database session.
        audit_id: The audit.

    Returns:
        Oldest first; of drafts only that they are there.
    """
    rows = session.execute(
        select(AuditRow, RubricVersionRow.version, AccountRow.display_name)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(AccountRow, AccountRow.id == AuditRow.reader_id)
        .where(AuditRow.supplements_id == audit_id)
        .order_by(AuditRow.id)
    ).all()
    found = []
    for audit, version, reader in rows:
        rubric = asked_rubric_in_words(session, audit.rubric_version_id, audit.supplement_asks)
        if rubric is not None:
            codes = _codes(audit.explanation)
            found.append(
                Supplement(
                    audit.id,
                    version,
                    rubric,
                    audit.state,
                    audit.result_state,
                    audit.reader_id,
                    reader,
                    audit.signed_at,
                    codes,
                    audit.score_millionths,
                )
            )
    return tuple(found)


def supplemented(
    session: Session, audit_id: int, version_id: int, asks: str | None
) -> Supplemented:
    """Read what the audit behind a supplement answered.

    Args:
        session: A database session.
        audit_id: The audit that is supplemented; its supplement is known to be in reach.
        version_id: The version of the supplement.
        asks: What the supplement asks, its `supplement_asks`.

    Returns:
        The audit and its answers to the items that the supplement does not ask.
    """
    row = session.execute(
        select(
            AuditRow.rubric_version_id,
            AuditRow.explanation,
            AuditRow.state,
            RubricVersionRow.version,
        )
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .where(AuditRow.id == audit_id)
    ).one()
    later = rubric_in_words(session, version_id)
    earlier = rubric_in_words(session, row.rubric_version_id)
    asked = asked_rubric_in_words(session, version_id, asks)
    lines: tuple[AnsweredBefore, ...] = ()
    if later is not None and earlier is not None and asked is not None:
        lines = answered_before(later, earlier, _codes(row.explanation), asked.items)
    return Supplemented(audit_id, row.version, row.state == "void", lines)


def _codes(explanation: str | None) -> dict[str, str]:
    plain: dict[str, Any] = {} if explanation is None else json.loads(explanation)
    return dict(plain.get("codes", {}))
