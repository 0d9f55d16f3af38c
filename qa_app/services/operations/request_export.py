"""Ask to take results away item by item; somebody else approves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.export_events import ItemsRequested
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.research_export import check_research, check_rests
from qa_app.models.exports import ExportRequestRow
from qa_app.models.idempotency import Request, once
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.export_requests import project_place
from qa_app.queries.item_export import ExportFilter, checked_export, exporting_centres

_BY = Permission.ITEMS_REQUEST


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as its form sends it.

    Attributes:
        chosen: Which results.
        form: Kind of file.
        purpose: What for.
        key: Random key of the form; None when the caller has none.
        project: What the research is and who does it; only for tables for research.
    """

    chosen: ExportFilter
    form: ExportForm
    purpose: Purpose
    key: str | None = None
    project: str = ""


def request_export(
    session: Session, actor: Actor, new: NewRequest, zone: str, *, at: datetime
) -> int:
    """Ask for results; the centres within reach now and what is signed by now are fixed.

    Args:
        session: A database session.
        actor: Who asks.
        new: The request.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The request; the same for the same key of a form.

    Raises:
        OutOfReachError: The actor may not ask, or the centre is not within reach.
        InvalidError: The span ends after today (`span_ahead`) or before it begins (`span`), or
            holds nothing (`nothing`). Tables for research: the last quarter is not over long
            enough (`span_ahead`), they are not of whole quarters (`quarters`), for another purpose
            (`purpose`), or the project is said in too few or too many words (`project`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    who = actor.account_id
    if not may(actor, _BY) or who is None:
        raise OutOfReachError("export_request")
    chosen = new.chosen
    since = None if chosen.since is None else chosen.since.isoformat()
    until = None if chosen.until is None else chosen.until.isoformat()
    body = f"{chosen.centre}\n{since}\n{until}\n{new.form.value}\n{new.purpose.value}"
    if new.form is ExportForm.ZIP:
        check_research(chosen.since, chosen.until, new.purpose, new.project)
        body = f"{body}\n{new.project}"
    request = Request(who, new.key, _BY.value, body)
    event = ItemsRequested(
        actor=actor,
        at=at,
        purpose=new.purpose.value,
        form=new.form.value,
        since=since,
        until=until,
    )

    def make(act: Act) -> int:
        today = local_day(at, zone)
        if chosen.until is not None and chosen.until > today:
            raise InvalidError("span_ahead")
        if new.form is ExportForm.ZIP and chosen.until is not None:
            check_rests(chosen.until, today)
        centre_id = checked_export(session, actor, chosen, _BY)
        every = exporting_centres(session, actor, _BY) if centre_id is None else (centre_id,)
        made: int = session.execute(
            insert(ExportRequestRow)
            .values(
                centre_id=centre_id,
                since=chosen.since,
                until=chosen.until,
                centres=list(every),
                form=new.form.value,
                purpose=new.purpose.value,
                asked_at=at,
                asked_by=who,
                project=_sealed(session, new, who, at),
            )
            .returning(ExportRequestRow.id)
        ).scalar_one()
        act.learn(object_id=made, centre_id=centre_id)
        return made

    return once(session, request, event, make)


def _sealed(session: Session, new: NewRequest, asked_by: int, at: datetime) -> bytes | None:
    if new.form is not ExportForm.ZIP:
        return None
    return sealer_of(session).seal(new.project.strip(), project_place(asked_by, at))
