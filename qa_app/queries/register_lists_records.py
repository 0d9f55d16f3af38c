"""The lists of complaints and incidents with their tables."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.complaints import answer_due
from qa_app.domain.list_faults import Flaw
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_list_check import Judge
from qa_app.domain.register_lists import Fixed, Line, LineStanding, Value
from qa_app.domain.service_record_lists import COMPLAINTS, INCIDENTS
from qa_app.domain.service_threads import begins_with, short_number, thread_of
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.places import CentreRow
from qa_app.models.sealed_notes import sealed_note
from qa_app.models.service_records import ComplaintRow, IncidentRow
from qa_app.queries.complaints import complaint_place, opened_text
from qa_app.queries.holidays import working_calendar
from qa_app.queries.incidents import incident_place
from qa_app.queries.reach import centres_within
from qa_app.queries.register_list_lookups import Codes, Found
from qa_app.queries.register_list_texts import Texts
from qa_app.queries.register_lists import Known, ListTable

_Row = type[ComplaintRow] | type[IncidentRow]
_CHUNK = 400
_STAYS = ("kind", "happened_on", "known_at")


def _threads(
    row: _Row,
) -> Callable[[Session, Actor, Permission, Codes], Found]:
    def found(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
        # a number of the system's own is its thread, or how that begins; any other one makes it
        short = _short(session, row, centres_within(actor, need), codes)
        named = sorted({code for _, code in codes})
        known: set[tuple[str, str]] = set()
        for start in range(0, len(named), _CHUNK):
            query = (
                select(CentreRow.code, row.thread)
                .join(CentreRow, CentreRow.id == row.centre_id)
                .where(row.thread.in_(named[start : start + _CHUNK]), centres_within(actor, need))
            )
            known |= {(centre, thread) for centre, thread in session.execute(query)}
        return {
            (centre, code): code
            if (centre, code) in known
            else short.get((centre, code))
            or thread_of(None, f"{row.__tablename__}\n{centre}\n{code}")
            for centre, code in codes
        }

    return found


def _short(
    session: Session, row: _Row, within: ColumnElement[bool], codes: Codes
) -> Mapping[tuple[str, str], str]:
    begins = {code: begun for _, code in codes if (begun := begins_with(code)) is not None}
    if not begins:
        return {}
    centres = sorted({centre for centre, code in codes if code in begins})
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(centres), _CHUNK):
        query = (
            select(CentreRow.code, row.thread)
            .join(CentreRow, CentreRow.id == row.centre_id)
            .where(CentreRow.code.in_(centres[start : start + _CHUNK]), within)
        )
        for centre, thread in session.execute(query):
            found[centre, short_number(thread)] = thread
    return {
        (centre, code): found[centre, code.strip().upper()]
        for centre, code in codes
        if (centre, code.strip().upper()) in found
    }


def _fixed(session: Session, table: ListTable, known: Known, zone: tzinfo | None) -> Fixed:
    threads = {thread: key for key, thread in known.get("thread", {}).items()}
    row: Any = table.row
    found: dict[tuple[Value, ...], Mapping[str, Value]] = {}
    wanted = sorted(map(str, threads))
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        query = select(row).where(row.thread.in_(part), row.ended_at.is_(None))
        for one in session.execute(query).scalars():
            found[threads[one.thread]] = _stays(one, zone)
    return found


def _stays(row: ComplaintRow | IncidentRow, zone: tzinfo | None) -> dict[str, Value]:
    if isinstance(row, ComplaintRow):
        return {"due_on": row.due_on}
    told: dict[str, Value] = {"judgement": row.judgement or "", "judged_on": row.judged_on}
    if row.judgement is None:
        return told
    return told | {name: _local(getattr(row, name), zone) for name in _STAYS}


def _local(value: Any, zone: tzinfo | None) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    found: Value = value
    return found


def _judge_texts(session: Session, actor: Actor, known: Known, now: datetime) -> Judge:
    # no list rewrites what a supervisor judged
    del actor, now
    threads = {str(thread): key for key, thread in known.get("thread", {}).items()}
    row, wanted = IncidentRow, sorted(threads)
    judged: dict[tuple[str, str], str] = {}
    for start in range(0, len(wanted), _CHUNK):
        of_these = row.thread.in_(wanted[start : start + _CHUNK])
        query = select(row).where(of_these, row.ended_at.is_(None), row.judgement.is_not(None))
        for one in session.execute(query).scalars():
            place = incident_place(one.thread)
            judged[threads[one.thread]] = opened_text(session, one.sealed_text, place)

    def judge(line: Line) -> tuple[str, FaultyCell] | None:
        said = str(line["text"] or "").strip()
        stands = judged.get((str(line["centre"]), str(line["number"])), said)
        head = INCIDENTS.column("judgement").head
        return (
            ("text", FaultyCell(Flaw.NOT_TOGETHER, (head,))) if said not in {"", stands} else None
        )

    return judge


def _complaint(session: Session, one: LineStanding) -> Mapping[str, Any]:
    before = None if one.replaces is None else session.get_one(ComplaintRow, one.replaces)
    place = complaint_place(str(one.values["thread"]))
    text, answer = _sealed(session, one, "text", place), _sealed(session, one, "answer", place)
    is_answered = one.values["answered_on"] is not None
    calendar = working_calendar(session, NATIONAL_REGION)
    kept = None if before is None else before.sealed_answer
    return {
        "due_on": answer_due(one.values["received_on"], calendar),
        "sealed_text": text or (_blank(session, place) if before is None else before.sealed_text),
        "sealed_answer": (answer or kept or _blank(session, place)) if is_answered else None,
    }


def _incident(session: Session, one: LineStanding) -> Mapping[str, Any]:
    before = None if one.replaces is None else session.get_one(IncidentRow, one.replaces)
    place = incident_place(str(one.values["thread"]))
    text = _sealed(session, one, "text", place)
    return {
        "judgement": None if before is None else before.judgement,
        "judged_on": None if before is None else before.judged_on,
        "sealed_text": text or (_blank(session, place) if before is None else before.sealed_text),
    }


def _sealed(session: Session, one: LineStanding, name: str, place: str) -> bytes | None:
    text = str(one.line[name] or "")
    return sealed_note(session, text, "", place) if text else None


def _blank(session: Session, place: str) -> bytes:
    return sealed_note(session, "", "", place)


def _complaint_texts(row: ComplaintRow) -> Texts:
    place = complaint_place(row.thread)
    return {"text": (row.sealed_text, place), "answer": (row.sealed_answer, place)}


def _incident_texts(row: IncidentRow) -> Texts:
    return {"text": (row.sealed_text, incident_place(row.thread))}


def _table(listed: Any, row: _Row, completes: Any, sealed: Any, judges: Any = None) -> ListTable:
    return ListTable(
        listed,
        row,
        Permission.SERVICE_READ,
        Permission.SERVICE_RECORD,
        attributes={"number": "thread"},
        lookups={"thread": _threads(row)},
        completes=completes,
        fixes=_fixed,
        judges=judges,
        sealed=sealed,
    )


LIST_TABLES: Final = (
    _table(COMPLAINTS, ComplaintRow, _complaint, _complaint_texts),
    _table(INCIDENTS, IncidentRow, _incident, _incident_texts, _judge_texts),
)
"""With who reads them and who takes them in."""
