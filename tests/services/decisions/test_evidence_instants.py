"""Who may not read a centre's files sees of an area one instant that they did not choose."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.register_status import Mover
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Evidence
from qa_app.domain.trust_defaults import EVIDENCE_STANDS_DAYS
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.queries.dossiers import snapshots_in_reach
from qa_app.queries.evidence_snapshots import snapshot, snapshots
from qa_app.queries.open_evidence import opened
from qa_app.queries.register_standings import area_standing
from qa_app.queries.standing_evidence import known_at_of
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.put_forward_decision import DecisionSent, put_forward_decision
from qa_app.services.decisions.return_decision import return_decision
from tests.audits import ZONE
from tests.decisions import AREA, PAPER, READ, TODAY, WHY, Desk, a_desk, applied, evidence, proposed
from tests.people import NOON

ON_PAPER = Proposal(Status.ENDORSED, TODAY, WHY, paper=PAPER)


@pytest.fixture
def desk(session: Session) -> Desk:
    made = a_desk(session)
    applied(session, made)
    return made


def by(
    session: Session, desk: Desk, name: str, minutes: int, set_code: str = "full", area: str = AREA
) -> int:
    """Freeze what is known then, as it is known then."""
    at = NOON + timedelta(minutes=minutes)
    mover = Mover.PAPER if name.startswith("registrar") else Mover.SCREEN
    # what was found changes every minute
    found = Evidence(evidence(at=at, must=minutes % 2) | {"set": set_code, "area": area})
    return freeze_evidence(session, desk[name], desk.a, found, at=at, mover=mover)


def instant(session: Session, desk: Desk, number: int) -> int:
    found = snapshot(session, desk.a, AREA, number)
    assert found is not None
    session.rollback()
    return (known_at_of(found) - NOON) // timedelta(minutes=1)


def is_open(session: Session, desk: Desk, name: str, number: int, reply: str = "") -> bool:
    one = area_standing(session, desk[name], desk.a, AREA)
    assert one is not None
    found = opened(session, desk[name], one.place, number, reply)
    session.rollback()
    return found is not None


def test_recording_and_taking_back_papers_opens_no_instant(session: Session, desk: Desk) -> None:
    first = by(session, desk, "registrar", 0)
    for minutes in (1, 3):
        waits = proposed(session, desk, ON_PAPER, first, at=NOON + timedelta(minutes=minutes))
        # neither while the paper waits nor once it was taken back
        assert instant(session, desk, by(session, desk, "registrar", minutes + 1)) == 0
        with pytest.raises(ConflictError, match="evidence_instant"):
            by(session, desk, "registrar", minutes + 1, "candidate")
        at = NOON + timedelta(minutes=minutes + 1)
        return_decision(session, desk["registrar"], waits, at=at)
    assert instant(session, desk, by(session, desk, "registrar", 6)) == 0
    # a second person opens the next one
    waits = proposed(session, desk, ON_PAPER, first, at=NOON + timedelta(minutes=7))
    late = NOON + timedelta(minutes=8)
    confirm_decision(session, desk["registrar2"], waits, ZONE, at=late, typed=READ)
    assert instant(session, desk, by(session, desk, "registrar", 9)) == 9


def test_no_set_keeps_an_instant_of_its_own(session: Session, desk: Desk) -> None:
    old = by(session, desk, "decider", 0, "full")
    by(session, desk, "senior", 5, "candidate")
    # what they froze before is of another instant than what stands by now
    with pytest.raises(ConflictError, match="evidence_instant"):
        by(session, desk, "decider", 9, "full")
    new = by(session, desk, "decider", 5, "full")
    assert new != old
    assert instant(session, desk, new) == instant(session, desk, by(session, desk, "decider", 9))


def test_no_area_has_an_instant_of_its_own(session: Session, desk: Desk) -> None:
    # complaints, incidents and checks of staff are counted of the centre as a whole
    by(session, desk, "registrar", 0)
    with pytest.raises(ConflictError, match="evidence_instant"):
        by(session, desk, "registrar", 5, area="legal_aid")
    other = by(session, desk, "registrar", 0, area="legal_aid")
    assert by(session, desk, "registrar", 6, area="legal_aid") == other
    # what a reader of files freezes of one area is the instant of the others
    by(session, desk, "senior", 7)
    with pytest.raises(ConflictError, match="evidence_instant"):
        by(session, desk, "registrar", 8, area="legal_aid")
    assert by(session, desk, "registrar", 7, area="legal_aid") != other
    # as long as that stands
    late = EVIDENCE_STANDS_DAYS * 24 * 60 + 7
    with pytest.raises(ConflictError, match="evidence_instant"):
        by(session, desk, "registrar", late - 1, "candidate", "legal_aid")
    assert by(session, desk, "registrar", late, "candidate", "legal_aid") > other


def test_what_stood_before_is_open_to_readers_of_files_alone(session: Session, desk: Desk) -> None:
    decided, passed, other, stands = (
        by(session, desk, "senior", minutes, set_code)
        for minutes, set_code in ((1, "full"), (2, "full"), (3, "full"), (3, "candidate"))
    )
    waits = proposed(session, desk, replace(ON_PAPER, paper=None), decided)
    listed = {"registrar": {decided, other, stands}, "decider": {decided, other, stands}}
    listed["senior"] = listed["registrar"] | {passed}
    for name, numbers in listed.items():
        actor = desk[name]
        assert {one.id for one in snapshots_in_reach(session, actor, 9)} == numbers
        # page by page as well
        assert snapshots_in_reach(session, actor, 1, decided + 1)[0].id == decided
        assert {n for n in (decided, passed, other, stands) if is_open(session, desk, name, n)} == (
            numbers
        )
    assert snapshots_in_reach(session, desk["registrar"], 1, other)[0].id == decided
    session.rollback()
    # nobody opens it by putting a paper forward, unless their form has its digest
    row = session.get_one(EvidenceSnapshotRow, passed)
    digest = row.digest
    session.rollback()
    sent = DecisionSent(desk.a, AREA, passed, ON_PAPER)
    for reply in ("", digest[:8], "0" * 16, digest[:15] + "%"):
        with pytest.raises(OutOfReachError, match="snapshot"):
            put_forward_decision(
                session, desk["registrar"], replace(sent, reply=reply), ZONE, at=NOON
            )
    assert is_open(session, desk, "registrar", passed, digest[:16])
    # what was returned counts no more
    return_decision(session, desk["decider"], waits, at=NOON)
    assert not is_open(session, desk, "registrar", decided)
    paper = replace(sent, reply=digest[:16])
    put_forward_decision(session, desk["registrar"], paper, ZONE, at=NOON)
    assert is_open(session, desk, "decider", passed)


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["registrar", "decider"])
@pytest.mark.parametrize("seed", range(5))
def test_nobody_alone_sees_a_centre_at_two_instants(
    session: Session, desk: Desk, name: str, seed: int
) -> None:
    chance, minutes, stands = Random(seed), 0, 0
    proposal = ON_PAPER if name == "registrar" else replace(ON_PAPER, paper=None)
    for _act in range(40):
        minutes += chance.randrange(1, 900)
        area, of_set = chance.choice([AREA, "legal_aid"]), chance.choice(["full", "candidate"])
        with suppress(ConflictError):
            # now, or as the page does it, as of what stands
            made = by(
                session, desk, name, chance.choice([minutes, stands or minutes]), of_set, area
            )
            stands = stands or minutes
            if area == AREA:
                at = NOON + timedelta(minutes=minutes)
                new = replace(proposal, effective_on=local_day(at, ZONE))
                waits = proposed(session, desk, new, made, by=name, at=at)
                if chance.random() < 0.7:
                    return_decision(session, desk[name], waits, at=at)
    assert minutes < EVIDENCE_STANDS_DAYS * 24 * 60
    rows = snapshots(session, desk.a, AREA, 99) + snapshots(session, desk.a, "legal_aid", 99)
    assert len(rows) > 1
    assert len({one.plain["known_at"] for one in rows}) == 1
