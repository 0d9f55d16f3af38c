"""An account that was made without its worker is tied to one afterwards, once."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.models.accounts import AccountRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.accounts.link_worker import link_worker
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.web.conftest import CHEAP, PASSWORD, Visit, token_of
from tests.web.pagecheck import faults


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_account_without_a_worker_is_tied_to_one_once(
    visit: Visit, store: Session, language: str
) -> None:
    centre, _ = two_centres(store)
    query = select(AccountRow.id).where(AccountRow.login_name == "caseworker")
    account = store.execute(query).scalar_one()
    store.rollback()
    worker, admin = visit("caseworker"), visit("sys_admin")
    token = token_of(admin.get("/login").text)
    admin.post(f"/language/{language}", data={"csrf_token": token})
    page, address = f"/admin/accounts/{account}", f"/admin/accounts/{account}/worker"

    def tie(**data: str) -> int:
        answer = admin.post(address, data={"csrf_token": token, **data})
        assert answer.status_code == 302 or faults(answer.text, language) == []
        return answer.status_code

    assert f'href="{address}"' in admin.get(page).text
    assert faults(admin.get(address).text, language) == []
    assert [tie(), tie(centre="A", practitioner="W9")] == [422, 422]
    assert tie(centre="A", practitioner="W1") == 302
    store.rollback()
    tied = select(PractitionerRow.code, CentreRow.code).join(
        AccountRow, AccountRow.practitioner_id == PractitionerRow.id
    )
    tied = tied.join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
    assert store.execute(tied.where(AccountRow.id == account)).one() == ("W1", "A")
    told = select(JournalRow).where(JournalRow.action == "account:worker")
    row = store.execute(told).scalar_one()
    assert (row.object_id, row.centre_id) == (str(account), centre)
    assert json.loads(row.detail)["practitioner"] == "W1"
    # whoever was signed in signs in again, to the worker's own files
    assert worker.get("/").status_code == 302
    # it stands: no second worker, and nobody else's
    assert tie(centre="A", practitioner="W1") == 404
    assert f'href="{address}"' not in admin.get(page).text
    role = NewGrant(Role.CASEWORKER, centre_code="A")
    new = NewAccount("later", "", PASSWORD, (role,))
    later = add_account(store, OPERATOR, new, CHEAP, at=NOON)
    address = f"/admin/accounts/{later}/worker"
    assert tie(centre="A", practitioner="W1") == 422
    # the service decides, whatever a form offered: who is there, within reach, of that centre
    others = store.scalars(select(PractitionerRow.id).where(PractitionerRow.code != "W1"))
    elsewhere, near = sorted(others, reverse=True)
    by = person(Role.SYS_ADMIN, account_id=900, reach=Reach(centre_ids=frozenset({centre})))
    store.rollback()
    for nobody, who in ((10**6, OPERATOR), (elsewhere, by)):
        with pytest.raises(OutOfReachError, match="practitioner"):
            link_worker(store, who, later, nobody, at=NOON)
    with pytest.raises(InvalidError, match="worker_elsewhere"):
        link_worker(store, OPERATOR, later, elsewhere, at=NOON)
    assert tie(centre="B", practitioner="W9") == 422
    link_worker(store, by, later, near, at=NOON)
    # whoever has other roles alone works on no case
    other = select(AccountRow.id).where(AccountRow.login_name == "auditor")
    address = f"/admin/accounts/{store.execute(other).scalar_one()}/worker"
    assert tie(centre="A", practitioner="W1") == 404
