"""Workers who come into post, many at once."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.models.journal import JournalRow
from qa_app.models.places import PractitionerRow
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.queries.register_list_tables import LIST_TABLES
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.register_files import Cells, faults, given_out, looked_at, take_in
from tests.sessions import at_centre, someone
from tests.statements import counted

NEW: Cells = ("A", "N1", "社会工作/个案管理", "2026-01-05", "")
MORE: Cells = ("B", "N1", "legal_aid", "2026-02-01", "")


def test_workers_come_into_post_as_they_would_one_by_one(session: Session) -> None:
    a, b = two_centres(session)
    before = len(given_out(session, OPERATOR, "posts", NOON))
    assert take_in(session, OPERATOR, "posts", NEW, MORE, at=NOON) == (2, 0, 0)
    assert take_in(session, OPERATOR, "posts", NEW, MORE, at=NOON) == (0, 0, 2)
    last = select(JournalRow.centre_id, JournalRow.detail).order_by(JournalRow.seq.desc())
    after, first = session.execute(last.limit(2))
    assert after.detail == '{"added":0,"centres":[],"unchanged":2,"updated":0}'
    assert first == (None, '{"added":2,"centres":["A: 1","B: 1"],"unchanged":0,"updated":0}')
    back = given_out(session, OPERATOR, "posts", NOON)
    assert len(back) == before + 2
    assert take_in(session, OPERATOR, "posts", *back, at=NOON) == (0, 0, before + 2)
    row, post = PractitionerRow, WorkerPostRow
    query = select(row.centre_id, row.area_code, post.started_on, post.left_on, post.recorded_by)
    found = session.execute(
        query.join(post, post.practitioner_id == row.id).where(row.code == "N1").order_by(row.id)
    ).all()
    assert [(one.centre_id, one.area_code, str(one.started_on)) for one in found] == [
        (a, "social_work", "2026-01-05"),
        (b, "legal_aid", "2026-02-01"),
    ]


def test_what_the_form_refuses_the_list_refuses_too(session: Session) -> None:
    two_centres(session)
    late = (NOON.date() + timedelta(days=367)).isoformat()
    done = looked_at(
        session,
        OPERATOR,
        "posts",
        ("A", "W/1", "social_work", "2026-01-05", ""),
        ("A", "N2", "psychological", "2026-01-05", ""),
        ("A", "N3", "social_work", late, ""),
        ("A", "W1", "legal_aid", "2026-01-05", ""),
        ("C", "N4", "legal_aid", "2026-01-05", ""),
        ("A", "N5", "美国儿童福利", "2026-01-05", ""),
        ("A", "N6", "social_work", "2026-01-05", "2026-02-01"),
        at=NOON,
    )
    assert [(flaw, row) for flaw, row, _ in faults(done)] == [
        ("not_a_register_code", 2),
        ("foreign_area", 3),
        ("day_outside", 4),
        *[("stands_otherwise", 5)] * 2,
        ("unknown_code", 6),
        ("foreign_area", 7),
        ("only_told", 8),
    ]
    # each is told what fits: areas of the centre alone, what is registered of a known worker
    told = {(one.row, one.column): [text.en for text in one.allowed] for one in done.faults}
    assert told[7, "area_code"] == told[3, "area_code"]
    assert "Legal aid" in told[7, "area_code"]
    assert told[5, "started_on"] == ["2025-01-06"]


def test_only_who_keeps_the_register_takes_them_in_and_within_reach(session: Session) -> None:
    _, b = two_centres(session)
    last_centre = select(JournalRow.centre_id).order_by(JournalRow.seq.desc()).limit(1)
    keeper = at_centre(someone(session, "keeper", Role.SYS_ADMIN, "B"), Role.SYS_ADMIN, b)
    done = looked_at(session, keeper, "posts", NEW, MORE, at=NOON)
    assert faults(done)[0][:2] == ("unknown_code", 2)
    assert take_in(session, keeper, "posts", MORE, at=NOON) == (1, 0, 0)
    assert session.scalars(last_centre).one() == b
    assert {line[0] for line in given_out(session, keeper, "posts", NOON)} == {"B"}
    others: list[Actor] = [person(role) for role in Role if role is not Role.SYS_ADMIN]
    assert not any(LIST_TABLES["posts"].is_written_by(one) for one in others)


def test_a_list_takes_few_statements_and_gives_each_worker_their_own_first_day(
    session: Session,
) -> None:
    a, _ = two_centres(session)
    many = [("A", f"M{n}", "legal_aid", f"2026-01-{1 + n % 28:02}", "") for n in range(900)]
    with counted(session) as statements:
        assert take_in(session, OPERATOR, "posts", *many, at=NOON) == (900, 0, 0)
    assert len(statements) < 60
    row, post = PractitionerRow, WorkerPostRow
    query = select(row.code, post.started_on).join(post, post.practitioner_id == row.id)
    found = session.execute(query.where(row.centre_id == a, row.code.like("M%"))).all()
    assert {one.code: str(one.started_on) for one in found} == {one[1]: one[3] for one in many}
