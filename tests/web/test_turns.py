"""Files are made one at a time for an account, and never on all threads of a worker."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from inspect import unwrap
from io import BytesIO
from threading import Event
from types import FunctionType
from typing import cast

from flask import Flask, Response, stream_with_context
from sqlalchemy.orm import Session

from qa_app.web.guard import public
from qa_app.web.turns import Turns, makes_file, turns_of
from tests.web.conftest import Visit, the_supervisor, token_of
from tests.web.pagecheck import faults

ONE, TWO, THREE = 1, 2, 3
PAPER = "/sessions/999999/record.pdf"
READY = {
    "papers.result_json",
    "papers_public.keys_file",
    "papers_public.signed",
    "reminders.one_session",
}
"""Some lines of what is kept, without a sheet to be set or a table to be counted."""


def test_two_accounts_work_one_waits_and_no_more_come_in() -> None:
    turns = Turns(patience=0)
    assert turns.take(ONE)
    assert not turns.take(ONE)
    assert turns.take(TWO)
    assert not turns.take(THREE)
    turns.give_back(ONE)
    assert turns.take(THREE)
    turns.give_back(TWO)
    turns.give_back(THREE)
    assert turns.take(ONE)


def test_who_waits_is_let_in_and_who_comes_beside_is_told_at_once() -> None:
    turns = Turns(patience=60)
    assert turns.take(ONE)
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.submit(turns.take, ONE)
        _until_inside(turns, 2)
        # the account has one that is made and one that waits: no third, without waiting
        assert not turns.take(ONE)
        assert turns.take(TWO)
        # two are made and one waits: nobody else
        assert not turns.take(THREE)
        assert not waiting.done()
        turns.give_back(ONE)
        assert waiting.result(timeout=30)


def _until_inside(turns: Turns, count: int) -> None:
    pause = Event()
    while turns._inside.total() < count:
        pause.wait(0.001)


def test_a_file_is_refused_in_words_while_another_is_made(
    app: Flask, visit: Visit, store: Session
) -> None:
    reader, other = visit("senior_supervisor"), visit("auditor")
    turns = turns_of(app)
    turns.patience = 0
    assert reader.get(PAPER).status_code == 404
    # a turn is given back, also of what was refused
    assert not turns._inside
    account_id = the_supervisor(store).account_id
    assert turns.take(account_id)
    refused = reader.get(PAPER)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert "其他文件正在生成或读取" in refused.text
    assert faults(refused.text, "zh") == []
    told = reader.get(PAPER, headers={"Accept": "application/json"})
    assert '"reason":"turn"' in told.text
    # pages go on, and so do files of others
    assert reader.get("/me").status_code == 200
    assert other.get(PAPER).status_code == 404
    turns.give_back(account_id)
    assert reader.get(PAPER).status_code == 404


def test_a_file_that_is_sent_row_by_row_keeps_its_turn_until_its_last_row(app: Flask) -> None:
    inside: list[int] = []

    @public
    def rows() -> Response:
        def made() -> Iterator[str]:
            for row in ("one\n", "two\n"):
                inside.append(turns_of(app)._inside.total())
                yield row

        return Response(stream_with_context(made()), mimetype="text/csv")

    app.add_url_rule("/rows.csv", "rows", rows)
    assert app.test_client().get("/rows.csv").text == "one\ntwo\n"
    assert (inside, turns_of(app)._inside.total()) == ([1, 1], 0)


def test_a_file_that_comes_in_takes_a_turn_and_a_form_takes_none(visit: Visit, app: Flask) -> None:
    reader = visit("senior_supervisor")
    turns_of(app).patience = 0
    token = token_of(reader.get("/me").text)
    codes = []
    for account_id in (ONE + 1000, TWO + 1000):
        assert turns_of(app).take(account_id)
    for sent in ("", (BytesIO(b"a"), "list.csv")):
        data = {"csrf_token": token, "file": sent}
        form = "multipart/form-data"
        codes.append(reader.post("/language/en", data=data, content_type=form).status_code)
    assert codes == [302, 429]


def test_every_view_that_hands_out_a_file_takes_its_turn(app: Flask) -> None:
    found = {
        rule.endpoint: rule.rule
        for rule in app.url_map.iter_rules()
        if "named_file" in set(_names(cast("FunctionType", app.view_functions[rule.endpoint])))
    }
    assert len(found) > 40
    for name, rule in found.items():
        found[name] = re.sub(r"<(kind|ending)>", "xlsx", re.sub(r"<any\((\w+).*?>", r"\1", rule))
    assert {name for name, path in found.items() if not makes_file(name, path)} == READY


def _names(view: FunctionType, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    view = unwrap(view)
    for name in view.__code__.co_names:
        yield name
        called = view.__globals__.get(name)
        if not isinstance(called, FunctionType) or name in seen:
            continue
        if called.__module__.startswith("qa_app.web"):
            yield from _names(called, seen | {name})
