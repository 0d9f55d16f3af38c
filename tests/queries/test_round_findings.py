"""Whoever would have to ask for some files of a round works none of them out, item by item."""

from datetime import date

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.findings import FindingRow
from qa_app.queries.round_findings import RoundFindings, round_findings
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from tests.audits import ZONE, a_case_file, a_draft
from tests.people import NOON
from tests.rounds import a_round
from tests.sessions import Scene, a_scene

READ_ON = date(2026, 4, 8)


def told(session: Session, scene: Scene, round_id: int) -> tuple[dict[str, int], int]:
    found = round_findings(session, scene.reader, round_id, at=NOON, on=READ_ON)
    assert isinstance(found, RoundFindings)
    return {one.code: one.files for one in found.items}, found.left_out


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        # five closed files of a month are told together
        (5, 0, ({"A1": 6}, 0)),
        # four are not: only the one that the reader opens
        (4, 0, ({"A1": 1}, 4)),
        # nor are five of six: the sixth would be told by the month less the round
        (5, 1, ({"A1": 1}, 5)),
    ],
)
def test_findings_of_a_round_are_told_as_answers_are(
    session: Session, inside: int, outside: int, expected: tuple[dict[str, int], int]
) -> None:
    scene = a_scene(session)
    made = a_round(session, scene)
    visit = NewVisit(scene.centre, READ_ON, scene.supervisor.account_id or 0)
    (here,) = plan_round_visit(session, scene.supervisor, made, visit, zone=ZONE, at=NOON)
    session.rollback()
    files = [(scene.reader, here)]
    files += [(scene.supervisor, here)] * inside + [(scene.supervisor, None)] * outside
    for number, (reader, session_id) in enumerate(files):
        audit = a_draft(
            session,
            scene.centre,
            scene.rubric,
            reader,
            a_case_file(session, scene.centre, f"KM-{number}"),
            area_code="legal_aid",
            reviewed_on=READ_ON,
            score_millionths=850_000,
            session_id=session_id,
        )
        row = {"position": 1, "kind": "finding", "source": "reader", "is_main": False}
        session.execute(insert(FindingRow).values(audit_id=audit, items=["A1"], **row))
        signed = {"state": "signed", "signed_at": NOON, "result_state": "final"}
        session.execute(update(AuditRow).where(AuditRow.id == audit).values(**signed))
    session.commit()
    assert told(session, scene, made) == expected
    # whoever leads the session opens all that was read at it
    found = round_findings(session, scene.supervisor, made, at=NOON, on=READ_ON)
    assert ([one.files for one in found.items], found.left_out) == ([inside + 1], 0)
