"""The list of workers who come into post: held against the register, given back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.post_lists import POSTS, PostGround, post_misfit
from qa_app.domain.register_list_check import Judge
from qa_app.domain.register_lists import Fixed, Line, LineStanding, Value
from qa_app.domain.text import BilingualText
from qa_app.models.new_workers import keep_workers
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.queries.reach import centres_within
from qa_app.queries.register_list_steps import ListSteps
from qa_app.queries.register_lists import Known, ListTable

_NEED = Permission.PLACE_EDIT
_CHUNK = 400


def _centre_ids(known: Known) -> list[int]:
    return sorted(int(one) for one in known.get("centre", {}).values())


def _judged(session: Session, actor: Actor, known: Known, now: datetime) -> Judge:
    del actor
    areas: dict[str, dict[str, BilingualText]] = defaultdict(dict)
    ids = _centre_ids(known)
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(CentreRow.code, AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
            .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
            .join(AreaRow, AreaRow.code == CentreAreaRow.area_code)
            .where(CentreRow.id.in_(ids[start : start + _CHUNK]))
            .order_by(AreaRow.position, AreaRow.code)
        )
        for centre, area, zh, en in session.execute(query):
            areas[centre][area] = BilingualText(zh, en)
    ground = PostGround(areas, now.date())

    def judge(line: Line) -> tuple[str, FaultyCell] | None:
        return post_misfit(line, ground)

    return judge


@looking_beyond(Beyond.ADMINISTRATION)
def _stands(session: Session, *within: Any) -> tuple[dict[str, Value], ...]:
    row = PractitionerRow
    query = (
        select(CentreRow.code, row.code, row.area_code, row.started_on, row.ended_on)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(*within)
        .order_by(CentreRow.code, row.code)
    )
    names = [one.name for one in POSTS.columns]
    return tuple(dict(zip(names, one, strict=True)) for one in session.execute(query))


def _fixed(session: Session, table: ListTable, known: Known, zone: tzinfo | None) -> Fixed:
    del table, zone
    ids = _centre_ids(known)
    found: dict[tuple[Value, ...], dict[str, Value]] = {}
    for start in range(0, len(ids), _CHUNK):
        part = PractitionerRow.centre_id.in_(ids[start : start + _CHUNK])
        for line in _stands(session, part):
            found[line["centre"], line["worker"]] = line
    return found


def _compared(
    session: Session,
    actor: Actor,
    asked: Sequence[tuple[Line, Mapping[str, Any]]],
    zone: tzinfo | None,
) -> tuple[LineStanding, ...]:
    del zone
    standing = {(line["centre"], line["worker"]) for line in _lines(session, actor, None)}
    return tuple(
        LineStanding(values, (line["centre"], line["worker"]) not in standing, None, line)
        for line, values in asked
    )


def _lines(session: Session, actor: Actor, zone: tzinfo | None) -> tuple[dict[str, Value], ...]:
    del zone
    return _stands(session, centres_within(actor, _NEED))


LIST_TABLES: Final = (
    ListTable(
        POSTS,
        PractitionerRow,
        _NEED,
        _NEED,
        attributes={"worker": "code"},
        fixes=_fixed,
        judges=_judged,
        steps=ListSteps(_compared, _lines, keep_workers, is_going_on=False),
    ),
)
"""With who reads it and who takes it in: who keeps the register."""
