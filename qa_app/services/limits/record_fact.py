"""Say a fact of an open case on which a limit depends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.limit_events import RunningFactRecorded
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.running_limits import fact_fits, limit_facts
from qa_app.models.cases import CaseFileRow
from qa_app.models.limit_rows import keep_limits
from qa_app.models.running_limits import RunningFactRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.limit_cases import LimitCase, limit_case
from qa_app.queries.limit_standings import LimitGround, open_cases


@dataclass(frozen=True, slots=True)
class SaidFact:
    """A fact as it was said.

    Attributes:
        fact: Its code.
        value: Its plain value, as an entry of a review has it; None = not known.
        was: The plain value that was shown; None when none was.
    """

    fact: str
    value: Any
    was: Any = None


def record_fact(
    session: Session, actor: Actor, case_id: int, said: SaidFact, zone: str, *, at: datetime
) -> None:
    """Record a fact; what is known already changes nothing.

    Args:
        session: A database session.
        actor: Who says it: the manager of the centre, or who works on the case.
        case_id: The file.
        said: The fact.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such open case where the actor may record.
        InvalidError: No limit of a rubric in force depends on it (`fact_unknown`), or it cannot
            have this value (`value_does_not_fit`).
        ConflictError: Somebody said something else meanwhile (`fact_changed`).
    """
    case = _case(session, actor, case_id, zone, at)
    if case.opened.facts.get(said.fact) == said.value:
        return
    event = RunningFactRecorded(
        actor=actor, at=at, object_id=case_id, centre_id=case.opened.centre_id, fact=said.fact
    )
    with transaction(session, event):
        session.execute(
            locked(session, select(CaseFileRow.id).where(CaseFileRow.id == case_id), CaseFileRow)
        )
        case = _case(session, actor, case_id, zone, at)
        ground = LimitGround(session, at, zone)
        _check(ground, case, said)
        session.execute(
            delete(RunningFactRow).where(
                RunningFactRow.case_file_id == case_id, RunningFactRow.fact == said.fact
            )
        )
        if said.value is not None:
            session.add(
                RunningFactRow(
                    case_file_id=case_id,
                    fact=said.fact,
                    value={"is": said.value},
                    recorded_at=at,
                    recorded_by=actor.account_id,
                )
            )
            session.flush()
        rows = ground.rows(open_cases(session, local_day(at, zone), [case_id]))
        keep_limits(session, [case_id], rows, at)


def _case(session: Session, actor: Actor, case_id: int, zone: str, at: datetime) -> LimitCase:
    case = limit_case(session, actor, case_id, local_day(at, zone), Permission.LIMIT_RECORD)
    if case is None:
        raise OutOfReachError("case_file")
    return case


def _check(ground: LimitGround, case: LimitCase, said: SaidFact) -> None:
    asking = [
        rubric
        for _, rubric in ground.rubrics(case.opened.area, case.opened.centre_id)
        if said.fact in {fact.code for fact in limit_facts(rubric)}
    ]
    if not asking:
        raise InvalidError("fact_unknown")
    if said.value is not None and not any(
        fact_fits(rubric, said.fact, said.value) for rubric in asking
    ):
        raise InvalidError("value_does_not_fit")
    if case.opened.facts.get(said.fact) != said.was:
        raise ConflictError("fact_changed")
