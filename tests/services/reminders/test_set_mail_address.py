import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.models.journal import JournalRow
from qa_app.models.reminders import MailAddressRow
from qa_app.queries.mail_addresses import MailAddress, own_mail_address
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address
from tests.people import NOON, OPERATOR
from tests.reminders import acts
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def wish(session: Session, scene: Scene, *what: object, **fields: object) -> None:
    set_mail_address(session, scene.supervisor, MailWish(*what, **fields), at=NOON)


def test_an_address_is_kept_sealed_and_read_by_its_owner(session: Session, scene: Scene) -> None:
    assert own_mail_address(session, scene.supervisor) is None
    wish(session, scene, "lead@example.org")
    wish(session, scene, "lead@example.org")
    assert own_mail_address(session, scene.supervisor) == MailAddress("lead@example.org", True)
    assert own_mail_address(session, scene.elsewhere) is None
    row = session.execute(select(MailAddressRow)).scalar_one()
    assert b"example" not in row.address
    details = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "reminder:address")
    ).scalars()
    assert all("example" not in one for one in details)


def test_it_is_switched_and_removed(session: Session, scene: Scene) -> None:
    wish(session, scene, "lead@example.org")
    wish(session, scene, is_on=False)
    found = own_mail_address(session, scene.supervisor)
    assert found == MailAddress("lead@example.org", False)
    wish(session, scene, is_on=True)
    assert own_mail_address(session, scene.supervisor) == MailAddress("lead@example.org", True)
    wish(session, scene, is_removed=True)
    wish(session, scene, is_removed=True)
    assert own_mail_address(session, scene.supervisor) is None
    assert acts(session, "reminder:address") == 5


@pytest.mark.parametrize("text", ["", "lead", "a@b@c.org", "a@example.org\r\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(session: Session, scene: Scene, text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        wish(session, scene, text)
    assert refused.value.code == "mail_address"
    assert own_mail_address(session, scene.supervisor) is None


def test_there_is_nothing_to_switch_and_nobody(session: Session, scene: Scene) -> None:
    with pytest.raises(InvalidError) as refused:
        wish(session, scene, is_on=True)
    assert refused.value.code == "mail_address_missing"
    with pytest.raises(NotAllowedError):
        set_mail_address(session, OPERATOR, MailWish("a@example.org"), at=NOON)
