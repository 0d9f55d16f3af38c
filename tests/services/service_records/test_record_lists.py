"""Complaints and incidents taken in and given out as lists, on both databases."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.complaints import Channel, Complainant, NewComplaint, Topic
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.incidents import IncidentKind, Judgement, NewIncident
from qa_app.domain.list_faults import Flaw
from qa_app.domain.people import Actor
from qa_app.domain.register_list_check import CheckedLines, check_lines, wanted_codes
from qa_app.domain.register_lists import Line, RegisterList, shown_value
from qa_app.domain.service_threads import Form
from qa_app.models.service_records import ComplaintRow, IncidentRow
from qa_app.queries.complaints import one_complaint
from qa_app.queries.incidents import one_incident
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import current_lines, list_ground
from qa_app.queries.service_records import SeenVersion
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.services.service_records.move_incident import IncidentMove, move_incident
from qa_app.services.service_records.record_complaint import record_complaint
from qa_app.services.service_records.record_incident import record_incident
from tests.audits import ZONE
from tests.service_records import NOW, ServiceScene, a_service

LOCAL = NOW.astimezone(ZoneInfo(ZONE))
HEADS = {
    "complaints": (
        *("centre", "number", "received_on", "channel", "topic", "complainant", "due_on"),
        *("answered_on", "outcome", "text", "answer"),
    ),
    "incidents": (
        *("centre", "number", "kind", "happened_on", "known_at", "contained_at"),
        *("guardians_told_on", "authority_told_on", "measures_on", "judgement", "judged_on"),
        "text",
    ),
}
COMPLAINT = ("A", "T-1", "2026-03-02", "letter", "delay", "caregiver", "", "", "", "等候过久", "")
ANSWERED = (*COMPLAINT[:7], "2026-03-20", "upheld", "", "已致歉并缩短等候")
INCIDENT = ("A", "S-1", "privacy", "2026-03-02", "2026-03-03 09:30", *[""] * 6, "材料误发")


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    return a_service(session)


def looked_at(session: Session, actor: Actor, code: str, *lines: Sequence[str]) -> CheckedLines:
    table = LIST_TABLES[code]
    sheet = list(enumerate((HEADS[code], *lines), 1))
    ground = list_ground(session, actor, table, wanted_codes(sheet, table.listed), LOCAL)
    session.rollback()
    return check_lines(sheet, table.listed, ground)


def take_in(
    session: Session, actor: Actor, code: str, *lines: Sequence[str]
) -> tuple[int, int, int]:
    done = looked_at(session, actor, code, *lines)
    assert done.faults == ()
    return sent(session, actor, code, done.lines)


def sent(session: Session, actor: Actor, code: str, lines: Sequence[Line]) -> tuple[int, int, int]:
    table = RegisterLines(LIST_TABLES[code], lines)
    counts = import_register_list(session, actor, table, ZONE, at=NOW)
    return counts.added, counts.updated, counts.unchanged


def given(session: Session, actor: Actor, code: str) -> tuple[dict, ...]:
    found = current_lines(session, actor, LIST_TABLES[code], LOCAL)
    session.rollback()
    return found


def as_cells(code: str, line: Line) -> tuple[str, ...]:
    table = LIST_TABLES[code].listed
    return tuple(_cell(table, line, name) for name in HEADS[code])


def _cell(table: RegisterList, line: Line, name: str) -> str:
    column = table.column(name)
    return str(shown_value(column, line[name], column.allowed) or "")


def faults(done: CheckedLines) -> list[tuple]:
    return [(one.flaw, one.row, one.column) for one in done.faults]


def test_a_complaint_is_taken_in_with_its_clock_and_twice_adds_nothing(
    session: Session, scene: ServiceScene
) -> None:
    for counts in ((1, 0, 0), (0, 0, 1)):
        assert take_in(session, scene.manager, "complaints", COMPLAINT) == counts
    row = session.execute(select(ComplaintRow)).scalar_one()
    # fifteen working days after Monday 2 March
    assert row.due_on == date(2026, 3, 23)
    assert "等候过久".encode() not in row.sealed_text
    thread = row.thread
    session.rollback()
    opened = one_complaint(session, scene.manager, thread)
    assert opened is not None
    assert (opened.text, opened.answer) == ("等候过久", "")
    session.rollback()
    for counts in ((0, 1, 0), (0, 0, 1)):
        assert take_in(session, scene.manager, "complaints", ANSWERED) == counts
    opened = one_complaint(session, scene.manager, thread)
    assert opened is not None
    assert (opened.text, opened.answer) == ("等候过久", "已致歉并缩短等候")
    assert opened.kept.answered_on == date(2026, 3, 20)
    session.rollback()
    # another answer alone is a correction, too
    anew = (*ANSWERED[:-1], "已致歉，并缩短等候")
    for counts in ((0, 1, 0), (0, 0, 1)):
        assert take_in(session, scene.manager, "complaints", anew) == counts
    opened = one_complaint(session, scene.manager, thread)
    assert opened is not None
    assert (opened.text, opened.answer) == ("等候过久", "已致歉，并缩短等候")


def test_what_is_given_out_holds_no_text_and_changes_nothing_when_taken_in(
    session: Session, scene: ServiceScene
) -> None:
    new = NewComplaint(date(2026, 3, 2), Channel.BOX, Topic.CONDUCT, Complainant.CHILD, "说话大声")
    form = Form(scene.centre, "k")
    thread = record_complaint(session, scene.manager, form, new, ZONE, at=NOW)
    take_in(session, scene.manager, "complaints", ANSWERED)
    lines = given(session, scene.manager, "complaints")
    assert len(lines) == 2
    assert {line["text"] for line in lines} | {line["answer"] for line in lines} == {""}
    assert {line["due_on"] for line in lines} == {date(2026, 3, 23)}
    cells = [as_cells("complaints", line) for line in lines]
    assert take_in(session, scene.manager, "complaints", *cells) == (0, 0, 2)
    opened = one_complaint(session, scene.manager, thread)
    assert opened is not None
    assert opened.text == "说话大声"
    session.rollback()
    assert given(session, scene.stranger, "complaints") == ()


def test_each_fault_of_a_complaint_is_told_with_row_and_column(
    session: Session, scene: ServiceScene
) -> None:
    for at, value, fault in (
        (0, "Z", (Flaw.UNKNOWN_CODE, 2, "centre")),
        (2, "2027-01-01", (Flaw.DAY_TO_COME, 2, "received_on")),
        (3, "pigeon", (Flaw.NOT_IN_LIST, 2, "channel")),
        (6, "2026-03-24", (Flaw.ONLY_TOLD, 2, "due_on")),
        (7, "2026-03-01", (Flaw.BEFORE_OTHER, 2, "answered_on")),
        (8, "", (Flaw.NOT_TOGETHER, 2, "outcome")),
        (9, "电话13800138000", (Flaw.PHONE, 2, "text")),
    ):
        cells = [*ANSWERED]
        cells[at] = value
        assert fault in faults(looked_at(session, scene.manager, "complaints", cells))


def test_lists_reach_no_further_than_who_takes_them_in(
    session: Session, scene: ServiceScene
) -> None:
    done = looked_at(session, scene.manager, "complaints", COMPLAINT)
    for actor in (scene.stranger, scene.supervisor):
        found = looked_at(session, actor, "complaints", COMPLAINT)
        assert (Flaw.UNKNOWN_CODE, 2, "centre") in faults(found)
    with pytest.raises(InvalidError, match="unknown_code"):
        sent(session, scene.stranger, "complaints", done.lines)
    session.rollback()
    with pytest.raises(NotAllowedError):
        sent(session, scene.supervisor, "complaints", done.lines)


def an_incident(session: Session, scene: ServiceScene) -> str:
    assert take_in(session, scene.manager, "incidents", INCIDENT) == (1, 0, 0)
    thread = session.execute(select(IncidentRow.thread)).scalars().first()
    session.rollback()
    return thread or ""


def test_an_incident_is_taken_in_handled_and_twice_adds_nothing(
    session: Session, scene: ServiceScene
) -> None:
    thread = an_incident(session, scene)
    assert take_in(session, scene.manager, "incidents", INCIDENT) == (0, 0, 1)
    done = (*INCIDENT[:5], "2026-03-03 12:00", *["2026-03-04"] * 3, "", "", "")
    assert take_in(session, scene.manager, "incidents", done) == (0, 1, 0)
    found = one_incident(session, scene.manager, thread)
    assert found is not None
    assert found.text == "材料误发"
    assert found.incident.is_handled
    assert found.incident.known_at == datetime(2026, 3, 3, 9, 30, tzinfo=ZoneInfo(ZONE))
    session.rollback()
    (line,) = given(session, scene.manager, "incidents")
    assert line["text"] == ""
    cells = as_cells("incidents", line)
    assert take_in(session, scene.manager, "incidents", cells) == (0, 0, 1)


def test_no_list_says_whether_it_was_so_nor_changes_what_was_judged(
    session: Session, scene: ServiceScene
) -> None:
    claimed = (*INCIDENT[:9], "dismissed", "2026-03-04", "")
    assert faults(looked_at(session, scene.manager, "incidents", claimed)) == [
        (Flaw.ONLY_TOLD, 2, "judgement"),
        (Flaw.ONLY_TOLD, 2, "judged_on"),
    ]
    thread = an_incident(session, scene)
    version = session.execute(select(IncidentRow.id)).scalar_one()
    session.rollback()
    seen = SeenVersion(thread, version)
    move = IncidentMove(judgement=Judgement.CONFIRMED)
    move_incident(session, scene.supervisor, seen, move, ZONE, at=NOW)
    other = (*INCIDENT[:2], "other", *INCIDENT[3:])
    assert faults(looked_at(session, scene.manager, "incidents", other)) == [
        (Flaw.STANDS_OTHERWISE, 2, "kind")
    ]
    rewritten = (*INCIDENT[:11], "只是误会")
    assert faults(looked_at(session, scene.manager, "incidents", rewritten)) == [
        (Flaw.NOT_TOGETHER, 2, "text")
    ]
    # what was handled since is taken in, and the judgement stays
    done = (*INCIDENT[:5], "2026-03-03 12:00", *INCIDENT[6:])
    assert take_in(session, scene.manager, "incidents", done) == (0, 1, 0)
    (line,) = given(session, scene.manager, "incidents")
    assert (line["judgement"], line["kind"]) == ("confirmed", "privacy")
    assert take_in(session, scene.manager, "incidents", as_cells("incidents", line)) == (0, 0, 1)


def test_what_was_recorded_on_the_page_is_the_same_incident_in_the_list(
    session: Session, scene: ServiceScene
) -> None:
    known = datetime(2026, 3, 3, 9, 30, tzinfo=ZoneInfo(ZONE))
    new = NewIncident(IncidentKind.OTHER, date(2026, 3, 2), known, "门未锁")
    record_incident(session, scene.manager, Form(scene.centre, "k"), new, ZONE, at=NOW)
    (line,) = given(session, scene.manager, "incidents")
    assert take_in(session, scene.manager, "incidents", as_cells("incidents", line)) == (0, 0, 1)


def test_each_fault_of_an_incident_is_told_with_row_and_column(
    session: Session, scene: ServiceScene
) -> None:
    for at, value, fault in (
        (4, "2026-03-01 09:00", (Flaw.NOT_TOGETHER, 2, "known_at")),
        (5, "2026-03-03 09:00", (Flaw.BEFORE_OTHER, 2, "contained_at")),
        (6, "2026-03-02", (Flaw.NOT_TOGETHER, 2, "guardians_told_on")),
        (4, "soon", (Flaw.NOT_A_DATE, 2, "known_at")),
    ):
        cells = [*INCIDENT]
        cells[at] = value
        assert fault in faults(looked_at(session, scene.manager, "incidents", cells))


def test_each_is_called_by_a_short_number_that_finds_it_again(
    session: Session, scene: ServiceScene
) -> None:
    take_in(session, scene.manager, "complaints", COMPLAINT)
    thread = session.execute(select(ComplaintRow.thread)).scalar_one()
    session.rollback()
    short = f"{thread[:4]}-{thread[4:8]}".upper()
    assert [one["number"] for one in given(session, scene.manager, "complaints")] == [short]
    # by it, by small letters and by the whole of it the same one is meant
    for number in (short, short.lower(), thread):
        again = (COMPLAINT[0], number, *COMPLAINT[2:])
        assert take_in(session, scene.manager, "complaints", again) == (0, 0, 1)
    other = (COMPLAINT[0], "0000-0000", *COMPLAINT[2:])
    assert take_in(session, scene.manager, "complaints", other) == (1, 0, 0)


def test_who_guesses_numbers_of_another_centre_is_told_the_same_of_each(
    session: Session, scene: ServiceScene
) -> None:
    take_in(session, scene.manager, "complaints", COMPLAINT)
    kept = session.execute(select(ComplaintRow)).scalar_one()
    thread, before = kept.thread, (kept.id, kept.centre_id)
    session.rollback()
    short = f"{thread[:4]}-{thread[4:8]}"
    # two that are there and two that nobody has
    for number in (short, thread, "0f0f-0f0f", "0f" * 16):
        theirs = ("A", number, *COMPLAINT[2:])
        assert faults(looked_at(session, scene.stranger, "complaints", theirs)) == [
            (Flaw.UNKNOWN_CODE, 2, "centre")
        ]
        own = ("B", number, *COMPLAINT[2:])
        assert take_in(session, scene.stranger, "complaints", own) == (1, 0, 0)
    rows = session.execute(select(ComplaintRow).order_by(ComplaintRow.id)).scalars().all()
    assert [(row.id, row.centre_id) for row in rows if row.thread == thread] == [before]
    assert len({row.thread for row in rows}) == len(rows) == 5
