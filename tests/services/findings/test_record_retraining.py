from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.register_list_check import check_lines, wanted_codes
from qa_app.domain.register_lists import ListCounts
from qa_app.domain.training import TrainingFact
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.training_rows import ActionTrainingRow, TrainingAttendanceRow, TrainingEventRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import current_lines, list_ground
from qa_app.queries.retraining import trained_days, trainings_for, trainings_of
from qa_app.services.findings.record_retraining import record_retraining
from qa_app.services.findings.take_back_retraining import take_back_retraining
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.workers.end_training import end_training
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, a_training, actions, sign
from tests.people import NOON
from tests.services.register.test_import_register_list import checked

DAY = NOON.date()
LATER = NOON + timedelta(days=1)


@pytest.fixture
def one(session: Session) -> Followed:
    """A red line failed today."""
    found = a_followed(session)
    sign(session, found, "B1")
    return found


def the_action(session: Session) -> int:
    (row,) = actions(session)
    session.rollback()
    return row.id


def known(session: Session, one: Followed, at: datetime | None = None) -> list[date]:
    found = trained_days(session, CentreRow.id == one.desk.centre, at)
    session.rollback()
    return [day for days in found.values() for day in days]


def count(session: Session, action: str) -> int:
    query = select(func.count()).select_from(JournalRow).where(JournalRow.action == action)
    return session.execute(query).scalar_one()


@pytest.mark.parametrize("who", ["manager", "second"])
def test_centre_and_supervisor_say_which_training_answered_it(
    session: Session, one: Followed, who: str
) -> None:
    event = a_training(session, one.desk.manager, "T1", DAY, NOON)
    actor: Actor = getattr(one.desk, who)
    action = the_action(session)
    made = record_retraining(session, actor, action, event, at=NOON, key="k1")
    assert record_retraining(session, actor, action, event, at=LATER, key="k1") == made
    assert count(session, "action:train") == 1
    with pytest.raises(ConflictError, match="training_joined"):
        record_retraining(session, actor, action, event, at=LATER)
    (told,) = trainings_of(session, action)
    assert (told.code, told.held_on, told.link_id) == ("T1", DAY, made)
    assert trainings_for(session, actor, action) == ()
    assert known(session, one) == [DAY]


def test_what_is_taken_back_was_known_until_then(session: Session, one: Followed) -> None:
    event, action = a_training(session, one.desk.manager, "T1", DAY, NOON), the_action(session)
    made = record_retraining(session, one.desk.manager, action, event, at=LATER)
    end = LATER + timedelta(days=1)
    take_back_retraining(session, one.desk.second, action, made, at=end)
    assert [known(session, one, at) for at in (NOON, LATER, end, None)] == [[], [DAY], [], []]
    with pytest.raises(ConflictError, match="training_gone"):
        take_back_retraining(session, one.desk.second, action, made, at=end)
    with pytest.raises(OutOfReachError):
        take_back_retraining(session, one.desk.second, action, made + 1, at=end)
    assert count(session, "action:train") == 2


def test_nobody_else_may(session: Session, one: Followed) -> None:
    event, action = a_training(session, one.desk.manager, "T1", DAY, NOON), the_action(session)
    for actor in (one.worker, one.desk.elsewhere):
        with pytest.raises(OutOfReachError):
            record_retraining(session, actor, action, event, at=NOON)
    with pytest.raises(OutOfReachError):
        record_retraining(session, one.desk.manager, action + 1, event, at=NOON)
    assert known(session, one) == []


@pytest.mark.parametrize(
    ("days", "worker", "fits"),
    [
        (0, "W-01", True),
        (-1, "W-01", False),  # before the fault
        (0, "", False),  # nobody attended
        (0, "W1", False),  # somebody else of the centre, while the worker is in post
    ],
)
def test_only_a_training_since_then_that_the_worker_attended(
    session: Session, one: Followed, days: int, worker: str, fits: bool
) -> None:
    held_on = DAY + timedelta(days=days)
    event = a_training(session, one.desk.manager, "T1", held_on, NOON, worker)
    action = the_action(session)
    if fits:
        record_retraining(session, one.desk.manager, action, event, at=NOON)
        return
    with pytest.raises(InvalidError, match="unknown_training"):
        record_retraining(session, one.desk.manager, action, event, at=NOON)
    assert count(session, "action:train") == 0


def test_of_a_worker_who_left_anybody_of_the_centre_answers(
    session: Session, one: Followed
) -> None:
    session.execute(
        update(PractitionerRow).where(PractitionerRow.code == "W-01").values(ended_on=DAY)
    )
    session.commit()
    event = a_training(session, one.desk.manager, "T1", DAY, NOON, "W1")
    record_retraining(session, one.desk.manager, the_action(session), event, at=NOON)
    assert known(session, one) == [DAY]


def test_what_nobody_attended_any_more_does_not_count(session: Session, one: Followed) -> None:
    event, action = a_training(session, one.desk.manager, "T1", DAY, NOON), the_action(session)
    record_retraining(session, one.desk.manager, action, event, at=NOON)
    row = session.execute(select(TrainingAttendanceRow.id)).scalar_one()
    session.rollback()
    fact = (TrainingFact.ATTENDANCE, row)
    end_training(session, one.desk.manager, fact, at=LATER)
    assert (known(session, one, NOON), known(session, one, LATER)) == ([DAY], [])
    assert trainings_of(session, action) == ()
    session.rollback()
    # it is not taken out while it answers an action
    with pytest.raises(InvalidError, match="row_in_use"):
        end_training(session, one.desk.manager, (TrainingFact.EVENT, event), at=LATER)


def test_a_training_that_is_corrected_keeps_answering(session: Session, one: Followed) -> None:
    event, action = a_training(session, one.desk.manager, "T1", DAY, NOON), the_action(session)
    record_retraining(session, one.desk.manager, action, event, at=NOON)
    table, other = LIST_TABLES["trainings"], DAY + timedelta(days=1)
    (line,) = current_lines(session, one.desk.manager, table, NOON)
    session.rollback()
    line = {**line, "held_on": other}
    sent = RegisterLines(table, (line,))
    import_register_list(session, one.desk.manager, sent, ZONE, at=LATER)
    assert (known(session, one, NOON), known(session, one, LATER)) == ([DAY], [other])
    assert trainings_for(session, one.desk.manager, action) == ()
    # and is not taken out while it does, as little as before it was corrected
    stands = (TrainingEventRow.ended_at.is_(None), TrainingAttendanceRow.ended_at.is_(None))
    (after,) = session.scalars(select(TrainingEventRow.id).where(stands[0]))
    (there,) = session.scalars(select(TrainingAttendanceRow.id).where(stands[1]))
    session.rollback()
    assert after != event
    end_training(session, one.desk.manager, (TrainingFact.ATTENDANCE, there), at=LATER)
    with pytest.raises(InvalidError, match="row_in_use"):
        end_training(session, one.desk.manager, (TrainingFact.EVENT, after), at=LATER)
    session.rollback()
    with pytest.raises(InvalidError, match="row_in_use"):
        end_register_row(
            session, one.desk.manager, EndedRow(table, line, RowEndedWhy.MISTAKEN), ZONE, at=LATER
        )
    # what joined them is another row now, and is taken back as before
    (told,) = session.scalars(
        select(ActionTrainingRow.id).where(ActionTrainingRow.ended_at.is_(None))
    )
    session.rollback()
    take_back_retraining(session, one.desk.manager, action, told, at=LATER)
    end_training(session, one.desk.manager, (TrainingFact.EVENT, after), at=LATER)


def test_a_cancelled_action_and_one_that_was_agreed_take_none(
    session: Session, one: Followed
) -> None:
    event, action = a_training(session, one.desk.manager, "T1", DAY, NOON), the_action(session)
    session.execute(update(CorrectiveActionRow).values(state="dropped"))
    session.commit()
    with pytest.raises(ConflictError, match="wrong_state"):
        record_retraining(session, one.desk.manager, action, event, at=NOON)


def test_as_a_list_that_is_taken_in_twice(session: Session, one: Followed) -> None:
    a_training(session, one.desk.manager, "T1", DAY, NOON)
    action, table = the_action(session), LIST_TABLES["retraining"]
    sheet = [(1, ("centre", "action", "event")), (2, ("A", str(action), "T1"))]
    lines = checked(session, one.desk.manager, "retraining", sheet)
    for counts in (ListCounts(1, 0, 0), ListCounts(0, 0, 1)):
        sent = RegisterLines(table, lines)
        assert import_register_list(session, one.desk.manager, sent, ZONE, at=NOON) == counts
    assert known(session, one) == [DAY]
    given = current_lines(session, one.desk.manager, table, NOON)
    assert given == lines
    assert current_lines(session, one.desk.elsewhere, table, NOON) == ()
    session.rollback()
    with pytest.raises(OutOfReachError):
        end_register_row(
            session, one.desk.elsewhere, EndedRow(table, lines[0], RowEndedWhy.OVER), ZONE, at=NOON
        )
    with pytest.raises(InvalidError, match="unknown_code"):
        import_register_list(
            session, one.desk.elsewhere, RegisterLines(table, lines), ZONE, at=NOON
        )


@pytest.mark.parametrize("cell", ["9999", "x", "T9"])
def test_a_list_names_the_column_of_what_is_not_there(
    session: Session, one: Followed, cell: str
) -> None:
    a_training(session, one.desk.manager, "T1", DAY, NOON)
    action, table = the_action(session), LIST_TABLES["retraining"]
    line = ("A", str(action), cell) if cell == "T9" else ("A", cell, "T1")
    sheet = [(1, ("centre", "action", "event")), (2, line)]
    wanted = wanted_codes(sheet, table.listed)
    ground = list_ground(session, one.desk.manager, table, wanted, NOON)
    done = check_lines(sheet, table.listed, ground)
    column = "event" if cell == "T9" else "action"
    assert (done.faults[0].row, done.faults[0].column) == (2, column)


def test_rows_are_ended_once_and_never_changed(session: Session, one: Followed) -> None:
    event, action = a_training(session, one.desk.manager, "T1", DAY, NOON), the_action(session)
    made = record_retraining(session, one.desk.manager, action, event, at=NOON)
    with pytest.raises(Exception, match="ended and never changed"):
        session.execute(
            update(ActionTrainingRow).where(ActionTrainingRow.id == made).values(event_id=event + 1)
        )
