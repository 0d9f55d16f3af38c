"""The list of questions to experts: looked up, held against what stands, given back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.consultation_lists import (
    CONSULTATION_LIST,
    InOffice,
    OfCase,
    StepGround,
    consultation_misfit,
    is_silent,
    own_number,
)
from qa_app.domain.people import NO_REACH, Actor
from qa_app.domain.permissions import Permission, reach_beyond_own
from qa_app.domain.register_list_check import Judge
from qa_app.domain.register_lists import CellKind, Line, LineStanding, Value
from qa_app.models.cases import CaseFileRow
from qa_app.models.consultation_steps import keep_consultations
from qa_app.models.expert_rows import ConsultationRow, ExpertRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.queries.reach import centres_in
from qa_app.queries.register_list_lookups import Codes, Found
from qa_app.queries.register_list_steps import ListSteps
from qa_app.queries.register_lists import Known, ListTable

_READ = Permission.CONSULT_READ
_STEPS_OF = (Permission.CONSULT_ASK, Permission.CONSULT_GIVE)
_CHUNK = 400
_COUNTS = {None, "over"}
"""Why a row of an expert ended that told the truth until then."""
_STEPS = ("given", "answered", "closed")
_Key = tuple[str, str]


def _centres(session: Session, actor: Actor, need: Permission = _READ) -> Mapping[str, str]:
    # a worker asks about their own cases alone, on the page
    own = centres_in(reach_beyond_own(actor, need))
    query = select(CentreRow.code, CentreRow.place_path).where(own)
    return {one.code: one.place_path for one in session.execute(query)}


def _experts(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    del need
    found: dict[_Key, int | str] = {}
    paths = _centres(session, actor)
    rows = _expert_rows(session, {code for _, code in codes})
    for centre, code in codes:
        # the one that holds, or was ended last, comes last
        for one, path in rows:
            if one.code == code and paths.get(centre, "").startswith(path):
                found[centre, code] = one.id
    return found


def _expert_rows(session: Session, codes: set[str]) -> Sequence[tuple[ExpertRow, str]]:
    row = ExpertRow
    query = (
        select(row, PlaceRow.path)
        .join(PlaceRow, PlaceRow.id == row.place_id)
        .where(row.code.in_(sorted(codes)))
        .order_by(row.ended_at.is_(None), row.id)
    )
    return [(one, path) for one, path in session.execute(query)]


def _judged(session: Session, actor: Actor, known: Known, now: datetime) -> Judge:
    asking, giving = (frozenset(_centres(session, actor, need)) for need in _STEPS_OF)
    standing = {
        (str(line["centre"]), str(line["number"])): line
        for line in _stands(session, actor, now.tzinfo).values()
    }
    experts = _in_office(session, actor, known)
    named = {key: int(number) for key, number in known.get("case", {}).items()}
    found = _cases(session, named.values())
    cases = {key: found[number] for key, number in named.items() if number in found}
    ground = StepGround(cases, experts, standing, asking, giving)

    def judge(line: Line) -> tuple[str, FaultyCell] | None:
        return consultation_misfit(line, ground)

    return judge


def _cases(session: Session, case_ids: Iterable[int]) -> dict[int, OfCase]:
    ids, found = sorted(set(case_ids)), {}
    for start in range(0, len(ids), _CHUNK):
        query = select(CaseFileRow.id, CaseFileRow.area_code, CaseFileRow.opened_on)
        for one in session.execute(query.where(CaseFileRow.id.in_(ids[start : start + _CHUNK]))):
            found[one.id] = OfCase(one.area_code, one.opened_on)
    return found


def _in_office(session: Session, actor: Actor, known: Known) -> Mapping[_Key, tuple[InOffice, ...]]:
    wanted = known.get("expert", {})
    paths = _centres(session, actor)
    rows = _expert_rows(session, {code for _, code in wanted})
    return {
        (centre, code): tuple(
            InOffice(frozenset(one.areas.split()), one.from_on, one.until_on)
            for one, path in rows
            if one.code == code
            and one.ended_why in _COUNTS
            and paths.get(centre, "").startswith(path)
        )
        for centre, code in wanted
    }


def _stands(session: Session, actor: Actor, zone: tzinfo | None) -> Mapping[int, Line]:
    row = ConsultationRow
    query = (
        select(row, CentreRow.code, CaseFileRow.reference, ExpertRow.code)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .join(CaseFileRow, CaseFileRow.id == row.case_file_id)
        .outerjoin(ExpertRow, ExpertRow.id == row.expert_id)
        .where(centres_in(reach_beyond_own(actor, _READ)))
        .order_by(CentreRow.code, row.id)
    )
    return {
        one.id: {
            "centre": centre,
            "number": one.number or own_number(one.id),
            "case": case,
            "topic": one.topic,
            "asked_on": _day(one.asked_at, zone),
            "expert": expert or "",
            "given_on": _day(one.given_at, zone),
            "answered_on": _day(one.answered_at, zone),
            "closed_on": _day(one.closed_at, zone),
            "question": "",
            "answer": "",
        }
        for one, centre, case, expert in session.execute(query)
    }


def _day(at: datetime | None, zone: tzinfo | None) -> date | None:
    return None if at is None else at.astimezone(zone).date()


def _compared(
    session: Session,
    actor: Actor,
    asked: Sequence[tuple[Line, Mapping[str, Any]]],
    zone: tzinfo | None,
) -> tuple[LineStanding, ...]:
    standing = {
        (line["centre"], line["number"]): (number, line)
        for number, line in _stands(session, actor, zone).items()
    }
    cases = _cases(session, [int(values["case_file_id"]) for _, values in asked])
    found = []
    for line, values in asked:
        row = standing.get((line["centre"], line["number"]))
        is_further = row is not None and any(
            is_silent(row[1][one.name]) and not is_silent(line[one.name])
            for one in CONSULTATION_LIST.columns
            if one.kind is not CellKind.TEXT
        )
        was = {} if row is None else row[1]
        steps = [
            name
            for name in _STEPS
            if is_silent(was.get(f"{name}_on")) and not is_silent(line[f"{name}_on"])
        ]
        area = cases[int(values["case_file_id"])].area
        whole = {**values, "area_code": area, "steps": steps}
        replaces = row[0] if row is not None and is_further else None
        found.append(LineStanding(whole, row is None, replaces, line))
    return tuple(found)


def _lines(session: Session, actor: Actor, zone: tzinfo | None) -> tuple[dict[str, Value], ...]:
    return tuple({**line} for line in _stands(session, actor, zone).values())


def _takes_steps(actor: Actor) -> bool:
    # who took it in stands as who took the step
    reached = any(reach_beyond_own(actor, need) != NO_REACH for need in _STEPS_OF)
    return reached and actor.account_id is not None


def _within(actor: Actor, need: Permission, today: date) -> ColumnElement[bool]:
    del today
    centres = select(CentreRow.id).where(centres_in(reach_beyond_own(actor, need)))
    within: ColumnElement[bool] = ConsultationRow.centre_id.in_(centres)
    return within


LIST_TABLES: Final = (
    ListTable(
        CONSULTATION_LIST,
        ConsultationRow,
        _READ,
        _READ,
        also=_takes_steps,
        lookups={"expert": _experts},
        within=_within,
        judges=_judged,
        steps=ListSteps(_compared, _lines, keep_consultations),
    ),
)
"""With who reads it and who takes it in: who asks for a centre, and who gives to experts."""
