"""LG-01: an act leaves exactly one chained row, and none is done whose row cannot be written."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.access_requests import AccessPurpose
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.profiles import Profile
from qa_app.domain.text import BilingualText
from qa_app.models import transaction as module
from qa_app.models.base import Base
from qa_app.models.journal import JournalRow
from qa_app.queries.journal import verified_journal
from qa_app.services.access.ask_access import NewAccess, ask_access
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.open_audit import open_audit
from qa_app.services.operations.set_notice import set_notice
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.audits import ZONE, Desk, a_signed_desk, minutes_later, someone
from tests.conftest import ROOT
from tests.people import OPERATOR, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, an_account

AT = minutes_later(5)
TOUCHES = {
    "models/outbox.py",
    "models/sign_in.py",
    "services/accounts/note_use.py",
    "services/criteria/note_trial.py",
    "services/operations/end_story.py",
    "services/operations/note_policy_report.py",
    "services/operations/hold_acts.py",
    "services/operations/note_tick.py",
    "services/second_factors/note_due.py",
}
"""What is noted outside the journal: that something was used or tried, and nothing that counts."""


SERVICES = ROOT / "qa_app" / "services"
FOLDERS = sorted(one.parent.name for one in SERVICES.glob("*/__init__.py"))
ELSEWHERE = {"privacy": "tests/cli/test_guard.py"}
"""Tests of acts that those of their folder do not do."""
COUNTING = {
    "access.hear_question.hear_question": "that an account asked, which must outlive a refusal",
    "accounts.sign_in.sign_in": "that an address tried, likewise",
    "criteria.run_criteria_trial.run_criteria_trial": "how far it has come, which its page tells",
    "reminders.send_reminders.send_reminders": "that a message has left: none leaves twice",
}
"""Acts that note something outside the journal before they are done, and what."""
UNTRIED = {
    "access.note_once.note_once": "keeps nothing but its row",
    "backups.move_database.move_database": "writes into a database that counts once it is whole",
    "backups.restore_backup.restore_backup": "likewise",
}


@dataclass(frozen=True)
class Ground:
    """What the acts are done to."""

    session: Session
    desk: Desk
    stranger: Actor
    giver: Actor
    account: int


@pytest.fixture
def ground(session: Session) -> Ground:
    desk = a_signed_desk(session)
    stranger = someone(session, "stranger", Role.AUDITOR, "A", desk.centre)
    giver = an_account(session, "giver", Role.SEC_ADMIN)
    account = an_account(session, "someone")
    return Ground(session, desk, stranger, person(Role.SEC_ADMIN, account_id=giver), account)


def _asks(on: Ground) -> None:
    new = NewAccess(on.desk.audit, AccessPurpose.SUPERVISION, "准备下周对该社工的督导", 2)
    ask_access(on.session, on.stranger, new, ZONE, at=AT)


def _adds(on: Ground) -> None:
    add_account(on.session, OPERATOR, NewAccount("new", "x", PASSWORD, ()), CHEAP, at=AT)


ACTS: tuple[Callable[[Ground], object], ...] = (
    _asks,
    lambda on: set_account_state(on.session, OPERATOR, on.account, is_active=False, at=AT),
    lambda on: set_grants(on.session, OPERATOR, on.account, [NewGrant(Role.MODERATOR)], at=AT),
    lambda on: set_grants(on.session, on.giver, on.account, [NewGrant(Role.REGISTRAR)], at=AT),
    lambda on: set_profile(on.session, OPERATOR, NewProfile(Profile.SMALL, ()), at=AT),
    lambda on: set_notice(on.session, OPERATOR, BilingualText("停机", "Down"), at=AT),
    lambda on: open_audit(on.session, on.desk.manager, on.desk.audit, on.desk.centre, at=AT),
    lambda on: ask_void(on.session, on.desk.second, on.desk.audit, "wrong_file", at=AT),
)


TOUCHED = (
    "access_request",
    "account",
    "audit",
    "grant_request",
    "idempotency",
    "journal",
    "journal_head",
    "role_grant",
    "setting",
    "team_profile",
)


def kept(session: Session) -> dict[str, list[tuple[object, ...]]]:
    session.rollback()
    tables = [Base.metadata.tables[name] for name in TOUCHED]
    return {one.name: sorted(map(tuple, session.execute(select(one))), key=str) for one in tables}


def rows(session: Session) -> int:
    session.rollback()
    return session.execute(select(func.count()).select_from(JournalRow)).scalar_one()


def test_an_act_leaves_one_row_or_nothing(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_entry: object) -> str:
        raise OSError("no room for the journal")

    session = ground.session
    for act in ACTS:
        before, count = kept(session), rows(session)
        with monkeypatch.context() as patched:
            patched.setattr(module, "digest_of", refuse)
            with pytest.raises(OSError, match="no room"):
                act(ground)
        assert kept(session) == before
        act(ground)
        assert rows(session) == count + 1
    found = verified_journal(session, OPERATOR)
    assert (found.chain.broken_seq, found.is_head_right) == (None, True)


def calls_of(name: str) -> Iterator[str]:
    package = ROOT / "qa_app"
    for file in sorted(package.rglob("*.py")):
        content = file.read_text("utf-8")
        if f"{name}(" not in content:
            continue
        for node in ast.walk(ast.parse(content)):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if name in {getattr(called, "attr", None), getattr(called, "id", None)}:
                yield file.relative_to(package).as_posix()


def test_nothing_is_kept_but_with_its_row() -> None:
    assert set(calls_of("commit")) == {"models/transaction.py"}
    assert set(calls_of("touch")) == TOUCHES


@pytest.mark.nightly
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_act_of_any_service_is_done_without_its_row(
    folder: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    told = tmp_path / "told.json"
    tests = [f"tests/services/{folder}", *ELSEWHERE.get(folder, "").split()]
    flags = ["-n", "0", "-q", "-p", "tests.no_room", "-p", "no:cacheprovider"]
    chosen = ["-m", "not nightly", "-k", "not postgresql", f"--basetemp={tmp_path / 'tests'}"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *flags, *chosen, *tests],
        cwd=ROOT,
        env={**os.environ, "NO_ROOM": folder, "NO_ROOM_TOLD": str(told)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.exists(), ran.stdout[-2000:]
    found = json.loads(told.read_text("utf-8"))
    record_property("acts without room for their row", found["acts"] - len(found["untried"]))
    assert set(found["untried"]) == {one for one in UNTRIED if one.startswith(f"{folder}.")}
    assert {one: by for one, by in found["left"].items() if one not in COUNTING} == {}
    assert found["acts"]
