import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.switch_single_keys import switch_single_keys
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import an_account


def single_keys(session: Session) -> dict[str, bool]:
    rows = session.execute(select(AccountRow.login_name, AccountRow.single_keys))
    return {row.login_name: row.single_keys for row in rows}


def test_only_ones_own_keys_are_switched(session: Session, account: int) -> None:
    an_account(session, "other")
    before = single_keys(session)
    me = person(Role.AUDITOR, account_id=account)
    for are_on in (not before["someone"], before["someone"]):
        switch_single_keys(session, me, are_on=are_on, at=NOON)
        assert single_keys(session) == {"someone": are_on, "other": before["other"]}


def test_the_journal_tells_whose(session: Session, account: int) -> None:
    last = session.execute(select(JournalRow.seq).order_by(JournalRow.seq.desc())).scalars().first()
    switch_single_keys(session, person(Role.AUDITOR, account_id=account), are_on=True, at=NOON)
    (row,) = session.execute(select(JournalRow).where(JournalRow.seq > (last or 0))).scalars()
    assert (row.action, row.object_id, json.loads(row.detail)["change"]) == (
        "account:change",
        str(account),
        "single_keys",
    )


def test_the_system_has_no_workspace(session: Session, account: int) -> None:
    before = single_keys(session)
    switch_single_keys(session, OPERATOR, are_on=not before["someone"], at=NOON)
    assert single_keys(session) == before
