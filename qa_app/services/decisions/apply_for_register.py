"""Apply for the register on behalf of a centre."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import check_statement
from qa_app.domain.register_status import Applied, check_apply
from qa_app.domain.standing_events import ApplicationMoved
from qa_app.models.idempotency import Request, once
from qa_app.models.register_decisions import RegisterApplicationRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.register_standings import held_standing
from qa_app.queries.register_texts import statement_place


@dataclass(frozen=True, slots=True)
class ApplicationSent:
    """An application as its form sends it.

    Attributes:
        centre_id: The centre.
        area_code: The area.
        set_code: By which set it is to be judged.
        statement: What the centre says for itself.
        key: Random key of the form; None when the caller has none.
    """

    centre_id: int
    area_code: str
    set_code: str
    statement: str
    key: str | None = None


def apply_for_register(
    session: Session,
    actor: Actor,
    new: ApplicationSent,
    sets: tuple[str, ...],
    zone: str,
    *,
    at: datetime,
) -> int:
    """Apply.

    Args:
        session: A database session.
        actor: Who manages the centre.
        new: The application.
        sets: Codes of the sets that may be applied for.
        zone: Local time zone.
        at: The present.

    Returns:
        The application; the same for the same key of a form.

    Raises:
        OutOfReachError: The actor does not manage that centre, or it does not work in the area.
        InvalidError: The set is unknown (`unknown_set`), or the statement is missing or refused.
        ConflictError: One waits already (`applied_before`), co-operation is suspended
            (`no_such_move`), or the key was used for something else (`key_reused`).
    """
    body = f"{new.centre_id}\n{new.area_code}\n{new.set_code}\n{new.statement}"
    request = Request(actor.account_id, new.key, "register:apply", body)
    event = ApplicationMoved(actor=actor, at=at, centre_id=new.centre_id, step="apply")

    def make(act: Act) -> int:
        held = held_standing(
            session, actor, new.centre_id, new.area_code, Permission.STANDING_APPLY
        )
        if new.set_code not in sets:
            raise InvalidError("unknown_set")
        check_statement(new.statement)
        waiting = held.waiting
        check_apply(held.apart(local_day(at, zone)), None if waiting is None else waiting.state)
        sealed = sealer_of(session).seal(new.statement.strip(), statement_place(new.centre_id, at))
        made: int = session.execute(
            insert(RegisterApplicationRow)
            .values(
                centre_id=new.centre_id,
                area_code=new.area_code,
                set_code=new.set_code,
                statement=sealed,
                state=Applied.APPLIED.value,
                applied_at=at,
                applied_by=actor.account_id,
            )
            .returning(RegisterApplicationRow.id)
        ).scalar_one()
        act.learn(object_id=made)
        return made

    return once(session, request, event, make)
