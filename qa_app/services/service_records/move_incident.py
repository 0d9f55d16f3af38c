"""Take a step with an incident: contained, told, mended; confirmed or dismissed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.incidents import Handling, Incident, Judgement, contained, handled, judged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import IncidentRecorded
from qa_app.models.service_records import IncidentRow
from qa_app.models.service_versions import next_version
from qa_app.models.transaction import transaction
from qa_app.queries.incidents import DAYS_OF_HANDLING, incident_from
from qa_app.queries.service_records import SeenVersion, standing


@dataclass(frozen=True, slots=True)
class IncidentMove:
    """One step, of which exactly one field is given.

    Attributes:
        contained_at: Since when no more harm could follow.
        handling: What was done that the rules ask, and on which day.
        judgement: Whether it was so.
    """

    contained_at: datetime | None = None
    handling: tuple[Handling, date] | None = None
    judgement: Judgement | None = None

    @property
    def step(self) -> str:
        """Name the step for the journal."""
        if self.judgement is not None:
            return self.judgement.value
        return "contained" if self.handling is None else self.handling[0].value


def move_incident(
    session: Session,
    actor: Actor,
    seen: SeenVersion,
    move: IncidentMove,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Take a step; the version before stays as it was.

    Args:
        session: A database session.
        actor: Manager of the centre; for a judgement a supervisor, because no centre confirms or
            dismisses what went wrong at it.
        seen: The incident as it was shown.
        move: The step.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such incident where the actor may do so.
        ConflictError: Somebody took a step meanwhile (`changed_meanwhile`).
        InvalidError: The step is refused (`domain.incidents`).
    """
    is_judging = move.judgement is not None
    permission = Permission.INCIDENT_JUDGE if is_judging else Permission.SERVICE_RECORD
    event = IncidentRecorded(actor=actor, at=at, object_id=seen.thread, step=move.step)
    with transaction(session, event) as act:
        row = standing(session, actor, IncidentRow, seen.thread, permission, is_locked=True)
        if row is None:
            raise OutOfReachError("incident")
        if row.id != seen.version:
            raise ConflictError("changed_meanwhile")
        new = _moved(incident_from(row), move, zone, at)
        days = dict(new.done)
        changes: dict[str, object] = {
            "contained_at": new.contained_at,
            "judgement": new.judgement,
            "judged_on": new.judged_on,
            **{column: days.get(one) for one, column in DAYS_OF_HANDLING.items()},
        }
        act.learn(centre_id=row.centre_id)
        next_version(session, row, actor.account_id, at, changes)


def _moved(incident: Incident, move: IncidentMove, zone: str, at: datetime) -> Incident:
    today = local_day(at, zone)
    if move.judgement is not None:
        return judged(incident, move.judgement, today)
    if move.handling is not None:
        what, on = move.handling
        return handled(incident, what, on, today, local_day(incident.known_at, zone))
    return contained(incident, move.contained_at or at, at)
