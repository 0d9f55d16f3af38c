"""Lists of the register as files of cells: looked at, taken in, given out and taken in again."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.register_list_check import CheckedLines, check_lines, wanted_codes
from qa_app.domain.register_lists import Line, shown_value
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import current_lines, list_ground
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from tests.audits import ZONE

Cells = Sequence[str]


def looked_at(
    session: Session, actor: Actor, code: str, *lines: Cells, at: datetime
) -> CheckedLines:
    table = LIST_TABLES[code]
    heads = tuple(one.name for one in table.listed.columns)
    sheet = list(enumerate((heads, *lines), 1))
    wanted = wanted_codes(sheet, table.listed)
    ground = list_ground(session, actor, table, wanted, at.astimezone(ZoneInfo(ZONE)))
    session.rollback()
    return check_lines(sheet, table.listed, ground)


def faults(done: CheckedLines) -> list[tuple[str, int | None, str]]:
    return [(one.flaw.value, one.row, one.column) for one in done.faults]


def sent(
    session: Session, actor: Actor, code: str, lines: Sequence[Line], at: datetime
) -> tuple[int, int, int]:
    made = RegisterLines(LIST_TABLES[code], lines)
    counts = import_register_list(session, actor, made, ZONE, at=at)
    session.rollback()
    return counts.added, counts.updated, counts.unchanged


def take_in(
    session: Session, actor: Actor, code: str, *lines: Cells, at: datetime
) -> tuple[int, int, int]:
    done = looked_at(session, actor, code, *lines, at=at)
    assert faults(done) == []
    return sent(session, actor, code, done.lines, at)


def given_out(session: Session, actor: Actor, code: str, at: datetime) -> list[tuple[str, ...]]:
    """The lines that stand, as cells of a file."""
    table = LIST_TABLES[code]
    found = current_lines(session, actor, table, at.astimezone(ZoneInfo(ZONE)))
    session.rollback()
    return [
        tuple(
            str(shown_value(one, line[one.name], one.allowed) or "") for one in table.listed.columns
        )
        for line in found
    ]
