"""A role that is taken away, or an account that is disabled, ends at the very next request (AZ-09)."""

from collections.abc import Iterator

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from qa_app.domain.permissions import GRANTS, Permission
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.web.guard import needs_of
from tests.web.conftest import CAST, Visit

ACTS = 8


def acts_of(app: Flask, role: str) -> Iterator[str]:
    """Pages that a role may open, those of different permissions first."""
    found: dict[str, Permission] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.endpoint):
        needs = needs_of(app.view_functions[rule.endpoint])
        if "GET" in (rule.methods or ()) and not rule.arguments and needs in GRANTS[CAST[role]]:
            with app.test_request_context():
                found[url_for(rule.endpoint)] = Permission(needs)
    firsts = {needs: address for address, needs in reversed(found.items())}
    yield from dict.fromkeys([*firsts.values(), *found])


def is_refused(client: FlaskClient, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code in {401, 403, 404} or "/login" in answer.headers.get("Location", "")


def test_a_role_taken_away_or_an_account_disabled_ends_at_the_next_request(
    app: Flask, store: Session, visit: Visit
) -> None:
    tried = 0
    for role in CAST:
        client = visit(role)
        acts = list(acts_of(app, role))[:ACTS]
        assert len(acts) == ACTS, (role, len(acts))
        account = store.scalars(select(AccountRow.id).where(AccountRow.login_name == role)).one()
        grants = store.execute(
            select(*RoleGrantRow.__table__.columns).where(RoleGrantRow.account_id == account)
        ).all()
        for address in acts:
            assert not is_refused(client, address), (role, address)
        # past every service: nothing but what the next request reads may tell it
        store.execute(delete(RoleGrantRow).where(RoleGrantRow.account_id == account))
        store.commit()
        for address in acts:
            assert is_refused(client, address), (role, address)
        store.execute(RoleGrantRow.__table__.insert(), [dict(one._mapping) for one in grants])
        store.commit()
        assert not is_refused(client, acts[0]), role
        store.execute(update(AccountRow).where(AccountRow.id == account).values(is_active=False))
        store.commit()
        for address in acts:
            assert is_refused(client, address), (role, address)
            tried += 2
    assert tried == 2 * ACTS * len(CAST)
