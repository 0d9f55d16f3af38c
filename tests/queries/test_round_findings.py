"""Whoever would have to ask for some files of a round works none of them out, item by item."""

from dataclasses import dataclass, replace
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
from tests.sessions import Scene, a_scene, publish

READ_ON = date(2026, 4, 8)


def told(session: Session, scene: Scene, round_id: int) -> tuple[dict[str, int], int]:
    found = round_findings(session, scene.reader, round_id, at=NOON, on=READ_ON)
    assert isinstance(found, RoundFindings)
    return {one.code: one.files for one in found.items}, found.left_out


@dataclass(frozen=True)
class File:
    """A signed file: of the reader, or of the supervisor and so closed to the reader."""

    by: str = "theirs"
    is_here: bool = True
    read_on: date = READ_ON
    kind: str = "random"
    is_scored: bool = True
    version: int = 0
    found: tuple[tuple[str, tuple[str, ...]], ...] = (("finding", ("A1",)),)


def a_visited_round(session: Session, scene: Scene) -> tuple[int, int]:
    made = a_round(session, scene)
    visit = NewVisit(scene.centre, READ_ON, scene.supervisor.account_id or 0)
    (here,) = plan_round_visit(session, scene.supervisor, made, visit, zone=ZONE, at=NOON)
    session.rollback()
    return made, here


def put(session: Session, scene: Scene, here: int, number: int, one: File) -> None:
    audit = a_draft(
        session,
        scene.centre,
        one.version or scene.rubric,
        scene.reader if one.by == "mine" else scene.supervisor,
        a_case_file(session, scene.centre, f"KM-{number}"),
        area_code="legal_aid",
        reviewed_on=one.read_on,
        sample_type=one.kind,
        score_millionths=850_000 if one.is_scored else None,
        session_id=here if one.is_here else None,
    )
    for position, (kind, items) in enumerate(one.found, 1):
        row = {"position": position, "kind": kind, "source": "reader", "is_main": False}
        session.execute(insert(FindingRow).values(audit_id=audit, items=list(items), **row))
    signed = {"state": "signed", "signed_at": NOON, "result_state": "final"}
    session.execute(update(AuditRow).where(AuditRow.id == audit).values(**signed))


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
    made, here = a_visited_round(session, scene)
    files = [File("mine")] + [File()] * inside + [File(is_here=False)] * outside
    for number, one in enumerate(files):
        put(session, scene, here, number, one)
    session.commit()
    assert told(session, scene, made) == expected
    # whoever leads the session opens all that was read at it
    found = round_findings(session, scene.supervisor, made, at=NOON, on=READ_ON)
    assert ([one.files for one in found.items], found.left_out) == ([inside + 1], 0)


MAY = date(2026, 5, 8)
BEYOND = File(is_here=False, read_on=MAY)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # a strength is no finding, and two findings on one item are one file
        (
            [
                File("mine", found=(("finding", ("A1",)), ("finding", ("A1", "B1")))),
                File("mine", found=(("strength", ("A1", "A2")),)),
            ],
            ({"A1": 1, "B1": 1}, 0),
        ),
        # four scored files and one without a score are no month by themselves, as in a trend: the
        # quarter stands for it, of which five closed files were read elsewhere
        ([File()] * 4 + [File(is_scored=False)] + [BEYOND] * 5, ({}, 5)),
        ([File()] * 5 + [BEYOND] * 5, ({"A1": 5}, 0)),
        # where no file of the month has a score, all count
        ([File(is_scored=False)] * 5 + [replace(BEYOND, is_scored=False)] * 5, ({"A1": 5}, 0)),
        # files by number and files chosen on purpose are told apart
        ([File()] * 3 + [File(kind="purposive")] * 2, ({}, 5)),
        ([File()] * 3 + [File(kind="census")] * 2, ({"A1": 5}, 0)),
        # a supplement makes no fifth of four files: it is in no total
        ([File(kind="purposive")] * 4 + [File(kind="supplement")], ({}, 4)),
    ],
)
def test_what_counts_as_a_file_with_a_finding(
    session: Session, files: list[File], expected: tuple[dict[str, int], int]
) -> None:
    scene = a_scene(session)
    made, here = a_visited_round(session, scene)
    for number, one in enumerate(files):
        put(session, scene, here, number, one)
    session.commit()
    assert told(session, scene, made) == expected


def test_two_versions_are_told_each_by_itself_and_counted_in_one_line(session: Session) -> None:
    scene = a_scene(session)
    made, here = a_visited_round(session, scene)
    newer = publish(session, area="legal_aid", version="2.0.0")
    files = [File()] * 3 + [File(version=newer)] * 2 + [File("mine"), File("mine", version=newer)]
    for number, one in enumerate(files):
        put(session, scene, here, number, one)
    session.commit()
    # five closed files, but three of one version and two of the other
    assert told(session, scene, made) == ({"A1": 2}, 5)
