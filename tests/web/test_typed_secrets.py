"""What people type to come in, and what is drawn for them.

Source: OWASP ASVS 5.0, 6.2, 6.3.2, 6.4.2, 7.2.3 and 11.4.2; docs/security/asvs.csv names the tests.
"""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from flask import Flask
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.cli import people
from qa_app.models.accounts import AccountRow
from qa_app.models.base import Base
from qa_app.models.login_sessions import LoginSessionRow
from qa_app.web.accounts import routes
from tests.web.conftest import Visit

HASHER = routes.hasher  # before the tests put a cheap one in its place
SECRET = re.compile(r"<input[^>]*(?:name|id)=\"[a-z_]*(?:password|old|new|secret)\"[^>]*>")
LEAST_KIB, LEAST_PASSES = 19 * 1024, 2
"""The least that OWASP's cheat sheet on storing passwords takes for argon2id."""


@pytest.mark.parametrize(
    ("who", "address", "kinds"),
    [
        (None, "/login", ["current-password"]),
        ("auditor", "/me", ["current-password", "new-password"]),
    ],
)
def test_password_fields_hide_and_take_what_managers_fill_in(
    visit: Visit, who: str | None, address: str, kinds: list[str]
) -> None:
    page = visit(who).get(address).text
    fields = SECRET.findall(page)
    assert len(fields) == len(kinds)
    for field, kind in zip(fields, kinds, strict=True):
        assert 'type="password"' in field
        assert f'autocomplete="{kind}"' in field
        assert 'maxlength="1000"' in field  # beyond the longest: nothing is cut unseen
    for script in Path(routes.__file__).parents[2].glob("static/js/*.js"):
        assert "paste" not in script.read_text("utf-8"), script


def test_no_account_keeps_a_hint_or_a_question() -> None:
    names = {
        column.name
        for table in Base.metadata.sorted_tables
        if table.name.startswith(("account", "login", "factor", "code", "kept_password"))
        for column in table.columns
    }
    assert "password_hash" in names
    assert not [name for name in names if re.search("hint|question|answer|birth|maiden", name)]


def test_a_new_database_has_no_account(migrated_sqlite: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated_sqlite}")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(AccountRow)) == 0
    engine.dispose()


def test_passwords_are_hashed_to_be_slow() -> None:
    for hasher in (HASHER(), people.PasswordHasher()):
        used = extract_parameters(hasher.hash("four unrelated words here"))
        assert used.type is Type.ID
        assert used.memory_cost >= LEAST_KIB
        assert used.time_cost >= LEAST_PASSES
        assert (used.hash_len, used.salt_len) >= (32, 16)


def test_tokens_hold_256_bits_and_differ(app: Flask, visit: Visit, store: Session) -> None:
    drawn = {clock.random_token() for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert {len(one) for one in drawn} == {43}  # 43 signs of 6 bits
    client = visit("auditor")
    cookie = client.get_cookie("sid")
    assert cookie is not None
    assert len(cookie.value) >= 43
    kept = set(store.scalars(select(LoginSessionRow.token_digest)))
    assert sha256(cookie.value.encode()).hexdigest() in kept
    assert cookie.value not in kept
