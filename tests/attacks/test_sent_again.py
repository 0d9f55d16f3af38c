"""Whatever form of the network is sent, ten times at once do what once does (RL-05).

Two products begin alike. In one, each form that pages show is sent once; in the other ten times at
the same moment, with the same key; both must then hold as many rows of everything. Afterwards it is
sent once more to the first, which must change nothing.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from qa_app.extensions import db
from tests.attacks.conftest import (
    INSIDERS,
    VISITS,
    Form,
    Opened,
    World,
    changed,
    content_of,
    kind_of,
)

AT_ONCE = 10
TEXT = "没有问题"
NOT_SENT = ("/logout", "/me/password", "/me/sessions", "/me/second-factor", "/language")
"""What ends the session that sends, or begins another."""


def rows(world: World) -> Counter[str]:
    with world.app.app_context(), db.engine.connect() as connection:
        return Counter(
            {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in db.metadata.sorted_tables
                if table.name not in VISITS
            }
        )


def more(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    """Tell by how many rows each table grew or shrank."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def filled(world: World, name: str, form: Form) -> dict[str, str]:
    texts = {key: TEXT for key in form.texts if not form.fields.get(key)}
    return {**form.fields, **texts, "csrf_token": world.token(name)}


def at_once(world: World, name: str, form: Form, times: int) -> list[int]:
    fields, start = filled(world, name, form), Barrier(times)
    cookies = [world.client(name).get_cookie(one) for one in ("sid", "device")]

    def send(_number: int) -> int:
        client: FlaskClient = world.app.test_client()
        for cookie in cookies:
            if cookie is not None:
                client.set_cookie(cookie.key, cookie.value)
        start.wait()
        return client.post(form.action, data=fields).status_code

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


@pytest.mark.nightly
@pytest.mark.parametrize("name", INSIDERS)
def test_ten_at_once_do_what_one_does_and_a_later_one_does_nothing(
    open_world: Opened, name: str, record_property: Callable[[str, Any], None]
) -> None:
    once, often = open_world(), open_world()
    forms = [one for one in once.forms(name) if not one.action.startswith(NOT_SENT)]
    begun = rows(once)
    assert rows(often) == begun
    sent, taken, told, wrong = 0, 0, Counter[int](), []
    for form in forms:
        fields, before = filled(once, name, form), rows(once)
        answer = once.client(name).post(form.action, data=fields)
        assert answer.status_code < 500, form.action
        made = more(before, rows(once))
        sent, taken = sent + 1, taken + (answer.status_code == 302)
        # what one made, ten make
        was = rows(often)
        codes = at_once(often, name, form, AT_ONCE)
        told.update(codes)
        assert max(codes) < 500, (form.action, codes)
        found = more(was, rows(often))
        if found != made:
            wrong.append((kind_of(form.action), made, found))
        # and what is sent once more makes nothing
        held = content_of(once.app)
        again = once.client(name).post(form.action, data=fields)
        assert again.status_code < 500, form.action
        if changed(held, content_of(once.app)):
            wrong.append((kind_of(form.action), "again", changed(held, content_of(once.app))))
    record_property("forms sent", sent)
    record_property("forms taken", taken)
    record_property("answers of ten at once", dict(told))
    assert wrong == []
    assert sent
