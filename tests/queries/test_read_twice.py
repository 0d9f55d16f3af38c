"""What no total counts yet: told to whoever plans second readings, in one number that is blind."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.totals import WHOLE_FILE
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.read_twice import being_read_twice
from tests.pairs import MET, Twice, a_drawn_sample, a_pair, read

TOLD = {"planner", "moderator"}


@pytest.fixture
def twice(session: Session) -> Twice:
    return a_drawn_sample(session)


def told(session: Session, twice: Twice, rubric: str | None = None) -> dict[str, int | None]:
    names = ("planner", "first", "second", "third", "moderator", "manager", "elsewhere")
    people: dict[str, Actor] = {name: getattr(twice, name) for name in names}
    return {
        name: being_read_twice(session, one, twice.centre, rubric) for name, one in people.items()
    }


def counted(session: Session, centre: int) -> int:
    query = select(func.coalesce(func.sum(MonthTotalRow.file_count), 0)).where(
        MonthTotalRow.scope == f"c:{centre}", MonthTotalRow.section == WHOLE_FILE
    )
    return int(session.execute(query).scalar_one())


def test_the_number_stays_when_one_signs_and_falls_when_both_have(
    session: Session, twice: Twice
) -> None:
    nobody = dict.fromkeys(told(session, twice))
    assert told(session, twice) == nobody | dict.fromkeys(TOLD, 0)
    pair = a_pair(session, twice)
    one = nobody | dict.fromkeys(TOLD, 1)
    assert told(session, twice) == one
    read(session, twice.first, pair.first_id, MET)
    assert told(session, twice) == one
    assert counted(session, twice.centre) == 0
    read(session, twice.second, pair.second_id, MET)
    assert told(session, twice) == nobody | dict.fromkeys(TOLD, 0)
    assert counted(session, twice.centre) == 1


def test_who_plans_and_reads_files_of_the_draw_is_told_nothing(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    for reader in (twice.first, twice.second):
        both = Actor(reader.account_id, reader.name, (*reader.grants, *twice.planner.grants))
        assert being_read_twice(session, both, twice.centre) is None
        if reader is twice.first:
            read(session, reader, pair.first_id, MET)


def test_another_rubric_has_none(session: Session, twice: Twice) -> None:
    a_pair(session, twice)
    assert being_read_twice(session, twice.planner, twice.centre, "none") == 0
