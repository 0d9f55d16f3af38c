import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow
from qa_app.services.accounts.change_language import change_language
from tests.people import NOON, person
from tests.services.accounts.conftest import an_account


def languages(session: Session) -> dict[str, str]:
    rows = session.execute(select(AccountRow.login_name, AccountRow.language))
    return {row.login_name: row.language for row in rows}


def test_only_ones_own_pages_change(session: Session, account: int) -> None:
    an_account(session, "other")
    change_language(session, person(Role.AUDITOR, account_id=account), "en", at=NOON)
    assert languages(session) == {"someone": "en", "other": "zh"}


@pytest.mark.parametrize("language", ["", "fr", "ZH", "zh_Hans"])
def test_other_languages_are_refused(session: Session, account: int, language: str) -> None:
    with pytest.raises(InvalidError):
        change_language(session, person(Role.AUDITOR, account_id=account), language, at=NOON)
    assert languages(session) == {"someone": "zh"}
