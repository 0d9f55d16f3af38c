"""The lists of assessments and surveys of workers' competencies, with their tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.competencies import Framework
from qa_app.domain.competency_answers import note_place
from qa_app.domain.competency_lists import ASSESSMENTS, SURVEYS, Assessable, misfit_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_list_check import Judge
from qa_app.domain.register_lists import Line, LineStanding, RegisterList
from qa_app.models.aliases import alias_of
from qa_app.models.competency_rows import (
    CompetencyAssessmentRow,
    CompetencyFrameworkRow,
    CompetencySurveyRow,
)
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.sealed_notes import sealed_note
from qa_app.queries.competencies import assesses, said_on_screen
from qa_app.queries.competency_frameworks import framework_by_id
from qa_app.queries.reach import centres_within
from qa_app.queries.register_list_lookups import Codes, Found
from qa_app.queries.register_list_texts import Texts
from qa_app.queries.register_lists import Known, ListTable

_ASSESS = Permission.COMPETENCY_ASSESS
_CHUNK = 400
_Row = type[CompetencyAssessmentRow] | type[CompetencySurveyRow]


def _frameworks(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    # frameworks hold nothing about anybody
    del actor, need
    row = CompetencyFrameworkRow
    rows = session.execute(select(row.area_code, row.version, row.id)).all()
    known = {f"{one.area_code}/{one.version}": one.id for one in rows}
    return {("", code): known[code] for _, code in codes if code in known}


def _supervised(actor: Actor, today: date) -> ColumnElement[bool]:
    return and_(centres_within(actor, _ASSESS), assesses(actor, today))


def _judged(session: Session, actor: Actor, known: Known, now: datetime) -> Judge:
    people = _people(session, actor, known, now.date())
    published = {
        code: kept.framework
        for (_, code), number in known.get("framework", {}).items()
        if (kept := framework_by_id(session, int(number))) is not None
    }
    return _judge(people, published, now.date())


def _judge(
    people: Mapping[tuple[str, str], Assessable],
    published: Mapping[str, Framework],
    today: date,
) -> Judge:
    def judge(line: Line) -> tuple[str, FaultyCell] | None:
        return misfit_of(line, people, published, today)

    return judge


def _people(
    session: Session, actor: Actor, known: Known, today: date
) -> Mapping[tuple[str, str], Assessable]:
    ids = sorted(int(one) for one in known.get("worker", {}).values())
    assessed = _said(session, CompetencyAssessmentRow, CompetencyAssessmentRow.assessed_on, ids)
    surveyed = _said(session, CompetencySurveyRow, CompetencySurveyRow.answered_on, ids)
    worker = PractitionerRow
    found: dict[tuple[str, str], Assessable] = {}
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(
                CentreRow.code.label("centre"),
                worker.id,
                worker.code,
                worker.area_code,
                worker.started_on,
                worker.ended_on,
            )
            .join(CentreRow, CentreRow.id == worker.centre_id)
            .where(worker.id.in_(ids[start : start + _CHUNK]), _supervised(actor, today))
        )
        for one in session.execute(query):
            known_as = one.centre, one.code
            found[known_as] = Assessable(
                one.area_code,
                one.started_on,
                one.ended_on,
                frozenset(assessed.get(one.id, ())),
                frozenset(surveyed.get(one.id, ())),
            )
    return found


def _said(
    session: Session, row: _Row, day: InstrumentedAttribute[date], people: Sequence[int]
) -> Mapping[int, set[date]]:
    found: dict[int, set[date]] = {}
    for start in range(0, len(people), _CHUNK):
        query = select(row.practitioner_id, day.label("day")).where(
            row.practitioner_id.in_(people[start : start + _CHUNK]),
            row.ended_at.is_(None),
            said_on_screen(row),
        )
        for one in session.execute(query):
            found.setdefault(one.practitioner_id, set()).add(one.day)
    return found


def _remark(session: Session, one: LineStanding) -> Mapping[str, Any]:
    said = str(one.line["remark"] or "")
    if said:
        return {"note": sealed_note(session, said, "", note_place(one.values["practitioner_id"]))}
    if one.replaces is None:
        return {"note": None}
    return {"note": session.get_one(CompetencyAssessmentRow, one.replaces).note}


def _note_of(row: CompetencyAssessmentRow) -> Texts:
    return {"remark": (row.note, note_place(row.practitioner_id))}


def _table(listed: RegisterList, row: _Row, completes: Any = None, sealed: Any = None) -> ListTable:
    keys = ("practitioner_id", "framework_id", "kind", "assessed_on", "answered_on")
    later = alias_of(row)
    same = [getattr(later, key) == getattr(row, key) for key in keys if hasattr(row, key)]

    def within(actor: Actor, need: Permission, today: date) -> ColumnElement[bool]:
        # a page may keep two of one day; the one that was entered last counts. What workers said
        # themselves is theirs alone
        del need
        theirs = (
            select(PractitionerRow.id)
            .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
            .where(_supervised(actor, today))
        )
        newer = exists().where(*same, later.ended_at.is_(None), later.id > row.id)
        return and_(row.practitioner_id.in_(theirs), ~newer, ~said_on_screen(row))

    return ListTable(
        listed,
        row,
        _ASSESS,
        _ASSESS,
        lookups={"framework": _frameworks},
        within=within,
        completes=completes,
        judges=_judged,
        sealed=sealed,
    )


LIST_TABLES: Final = (
    _table(ASSESSMENTS, CompetencyAssessmentRow, _remark, _note_of),
    _table(SURVEYS, CompetencySurveyRow),
)
"""With who reads them and who takes them in: who supervises the workers, and nobody else."""
