from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import Proposal
from qa_app.domain.register_names import NAMED
from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText
from qa_app.queries.decided_entries import decided_entry
from qa_app.queries.register_decisions import decision
from qa_app.queries.register_names import agreed_names, names_for, waiting_names
from qa_app.services.decisions.answer_names import answer_names
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.propose_names import propose_names
from tests.audits import ZONE
from tests.decisions import PAPER, TERMS, TODAY, Desk, a_desk, applied, decided, proposed, unnamed
from tests.people import NOON

GIVEN = {name: BilingualText(f"名{name}", f"name of {name}") for name in NAMED}


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def test_names_hold_once_a_second_person_agrees(session: Session, desk: Desk) -> None:
    made = propose_names(session, desk["senior"], GIVEN, at=NOON, key="k1")
    assert propose_names(session, desk["senior"], GIVEN, at=NOON, key="k1") == made
    assert agreed_names(session)["body"].zh == "昆明市人民检察院"
    assert [one.id for one in waiting_names(session)] == [made]
    session.rollback()
    with pytest.raises(NotAllowedError, match="same_person"):
        answer_names(session, desk["senior"], made, is_agreed=True, at=NOON)
    answer_names(session, desk["senior2"], made, is_agreed=True, at=NOON)
    assert agreed_names(session) == GIVEN
    assert waiting_names(session) == ()
    session.rollback()
    with pytest.raises(ConflictError, match="names_answered"):
        answer_names(session, desk["senior2"], made, is_agreed=False, at=NOON)


def test_refused_names_do_not_hold(session: Session, desk: Desk) -> None:
    made = propose_names(session, desk["senior"], GIVEN, at=NOON)
    answer_names(session, desk["senior2"], made, is_agreed=False, at=NOON)
    assert agreed_names(session)["body"].zh == "昆明市人民检察院"


def test_nothing_is_decided_on_the_platform_before_the_body_is_named(
    session: Session, desk: Desk
) -> None:
    applied(session, desk)
    entry = Proposal(Status.ENDORSED, TODAY)
    waiting = proposed(session, desk, entry)
    unnamed(session, desk["senior"])
    with pytest.raises(InvalidError, match="body_not_named"):
        confirm_decision(session, desk["decider"], waiting, ZONE, at=NOON)
    with pytest.raises(InvalidError, match="body_not_named"):
        proposed(session, desk, entry)
    # a paper names its own
    decided(session, desk, replace(entry, paper=PAPER))


def renamed(session: Session, desk: Desk, zh: str, at: datetime) -> None:
    names = {**GIVEN, "body": BilingualText(zh, f"in English {zh}")}
    made = propose_names(session, desk["senior"], names, at=at)
    answer_names(session, desk["senior2"], made, is_agreed=True, at=at)


def test_a_decision_keeps_the_body_that_it_was_put_forward_for_and_taken_by(
    session: Session, desk: Desk
) -> None:
    def bodies(made: int) -> tuple[str, str]:
        one = decision(session, desk["decider"], made)
        assert one is not None
        reads = Permission.STANDING_READ
        entry = decided_entry(session, desk["decider"], made, reads, TODAY)
        told = names_for(session, one).body.zh, entry.names.body.zh
        session.rollback()
        return told

    hour = timedelta(hours=1)
    applied(session, desk)
    entry = Proposal(Status.ENDORSED, TODAY)
    waiting = proposed(session, desk, entry)
    renamed(session, desk, "昆明市公安局", NOON + hour)
    with pytest.raises(ConflictError, match="body_changed"):
        confirm_decision(session, desk["decider"], waiting, ZONE, at=NOON + 2 * hour)
    made = decided(session, desk, entry, at=NOON + 2 * hour)
    assert bodies(made) == ("昆明市公安局", "昆明市公安局")
    renamed(session, desk, "昆明市司法局", NOON + 3 * hour)
    assert bodies(made) == ("昆明市公安局", "昆明市公安局")
    assert agreed_names(session)["body"].zh == "昆明市司法局"


def test_who_may_not_name_and_names_that_may_not_be(session: Session, desk: Desk) -> None:
    for name in ("manager", "decider", "registrar", "reader"):
        with pytest.raises(OutOfReachError):
            propose_names(session, desk[name], GIVEN, at=NOON)
    wrong = {**GIVEN, "paper": BilingualText("认证书", "x")}
    with pytest.raises(InvalidError, match="name_forbidden"):
        propose_names(session, desk["senior"], wrong, at=NOON)
    with pytest.raises(InvalidError, match="name_stands_for"):
        propose_names(session, desk["senior"], {**GIVEN, "body": TERMS.names.body}, at=NOON)
    made = propose_names(session, desk["senior"], GIVEN, at=NOON)
    with pytest.raises(OutOfReachError):
        answer_names(session, desk["decider"], made, is_agreed=True, at=NOON)
    with pytest.raises(OutOfReachError):
        answer_names(session, desk["senior2"], 999, is_agreed=True, at=NOON)
