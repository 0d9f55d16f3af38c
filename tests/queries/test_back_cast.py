import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import BACK_CAST_REVIEWS
from qa_app.domain.people import Actor, Grant, Role
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries import back_cast as module
from qa_app.queries.back_cast import BackCast, back_cast
from qa_app.queries.rubric_standing import version_content
from qa_app.services.audits.save_entry import save_entry
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_case_file, a_desk, a_draft, change
from tests.people import NOON

CODES = frozenset({"A1", "A2", "B1"})
ANSWERS = {"A1": "met", "A2": "met", "B1": "met"}


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def sign(session: Session, desk: Desk, audit: int, minutes: int = 0, **answers: str) -> None:
    at = NOON + timedelta(minutes=minutes)
    for code, value in (ANSWERS | answers).items():
        save_entry(session, desk.reader, audit, change(code, value, note="依据"), ZONE, at=at)
    sign_audit(session, desk.reader, audit, ZONE, at=at)


def heavier(session: Session, desk: Desk) -> tuple[Any, Any]:
    standing = version_content(session, desk.rubric)
    assert standing is not None
    after = json.loads(json.dumps(standing.content))
    after["sections"][0]["items"][0]["weight"] = 30
    return standing.content, after


def cast(session: Session, actor: Actor, desk: Desk) -> BackCast:
    found = back_cast(session, actor, desk.rubric, heavier(session, desk), CODES, ZONE)
    assert found is not None
    return found


def test_reviews_are_scored_under_both_and_nothing_is_written(session: Session, desk: Desk) -> None:
    # A1 partly: 3 of 4 in A at half make 62.5, with B 81.25, a B; at 30 of 31: 51.6, 75.8, a C
    sign(session, desk, desk.audit, A1="partly")
    whole = a_draft(
        session, desk.centre, desk.rubric, desk.reader,
        a_case_file(session, desk.centre, "KM-26-0000-00085"),
    )  # fmt: skip
    sign(session, desk, whole, 1)
    before = session.scalar(select(func.count()).select_from(JournalRow))
    found = cast(session, desk.second, desk)
    (line,) = found.lines
    assert (line.audit_id, line.reference, line.signed_band) == (
        desk.audit,
        "KM-26-0000-00077",
        "B",
    )
    assert (line.recast.before, line.recast.after) == ("B", "C")
    assert found.moves == {("B", "C"): 1, ("A", "A"): 1}
    assert (found.count, found.without, found.sides.items) == (2, 0, ("A1", "A2", "B1"))
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before


def test_only_what_is_within_reach_and_signed(session: Session, desk: Desk) -> None:
    assert cast(session, desk.second, desk).count == 0
    sign(session, desk, desk.audit)
    assert cast(session, desk.second, desk).count == 1
    assert cast(session, desk.elsewhere, desk).count == 0
    judicial = Actor(9, "x", (Grant(Role.JUDICIAL_READER, desk.second.grants[0].reach),))
    assert back_cast(session, judicial, desk.rubric, heavier(session, desk), CODES, ZONE) is None


def test_no_reference_without_case_rights(session: Session, desk: Desk) -> None:
    sign(session, desk, desk.audit, A1="partly")
    reach = desk.second.grants[0].reach
    reviewer = Actor(desk.second.account_id, "x", (Grant(Role.AUDITOR, reach),))
    (line,) = cast(session, reviewer, desk).lines
    assert (line.reference, line.centre_name.zh) == (None, "中心甲")


def test_the_latest_ones_only(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BACK_CAST_REVIEWS == 50
    monkeypatch.setattr(module, "BACK_CAST_REVIEWS", 1)
    sign(session, desk, desk.audit, A1="partly")
    later = a_draft(
        session, desk.centre, desk.rubric, desk.reader,
        a_case_file(session, desk.centre, "KM-26-0000-00085"),
    )  # fmt: skip
    sign(session, desk, later, 5)
    found = cast(session, desk.second, desk)
    assert (found.count, found.lines) == (1, ())
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 2


def test_of_sealed_readings_only_large_counts_are_told(session: Session) -> None:
    desk = a_desk(session, access="sealed")
    sign(session, desk, desk.audit, A1="partly")
    few = cast(session, desk.second, desk)
    # one review moves; neither it, nor its band, nor that it is one is told
    assert (few.is_sealed, few.sealed_moved) == (True, None)
    assert (few.lines, few.moves, few.without, few.count) == ((), {}, 0, 1)
    for at in range(11):
        file = a_case_file(session, desk.centre, f"KM-26-0000-{at:05}")
        audit = a_draft(session, desk.centre, desk.rubric, desk.reader, file)
        sign(session, desk, audit, at, A1="partly" if at < 5 else "met")
    # six of twelve
    many = cast(session, desk.second, desk)
    assert (many.count, many.sealed_moved, many.lines, many.moves) == (12, 5, (), {})


def test_a_draft_cannot_unseal_them(session: Session) -> None:
    desk = a_desk(session, access="sealed")
    sign(session, desk, desk.audit, A1="partly")
    before, after = heavier(session, desk)
    after["access"] = "ordinary"
    found = back_cast(session, desk.second, desk.rubric, (before, after), CODES, ZONE)
    assert found is not None
    assert (found.is_sealed, found.lines, found.moves) == (True, (), {})
