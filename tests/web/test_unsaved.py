"""What people see where nothing can be saved, and where the database is away (DF-01, DF-02)."""

import errno
import re
import sqlite3
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from jinja2 import TemplateNotFound
from sqlalchemy import event, text
from sqlalchemy.exc import InvalidRequestError

from qa_app.extensions import db
from qa_app.models.engine import make_engine
from tests.postgresql import as_owner
from tests.web.conftest import ON_POSTGRESQL, Visit
from tests.web.pagecheck import faults
from tests.web.visits import send


class Limit:
    """Keeps the product's own connections from growing the database, or from writing at all."""

    def __init__(self, app: Flask) -> None:
        self.pragma = "max_page_count=1073741823"
        with app.app_context():
            self.engine = db.engine
        event.listen(self.engine, "checkout", self._set)

    def set(self, pragma: str) -> None:
        self.pragma = pragma
        self.engine.dispose()

    def _set(self, raw: sqlite3.Connection, *_: object) -> None:
        raw.execute(f"PRAGMA {self.pragma}")


@pytest.fixture
def limit(app: Flask) -> Iterator[Limit]:
    made = Limit(app)
    yield made
    made.engine.dispose()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_full_disk_says_that_nothing_was_saved_and_reading_goes_on(
    limit: Limit, visit: Visit, language: str
) -> None:
    client = visit("senior_supervisor")
    send(client, f"/language/{language}", back="/")
    limit.set("max_page_count=1")  # as many as there are
    # what stands in pages that are there already still finds room; soon nothing does
    answers = [send(client, f"/language/{language}", back="/") for _ in range(40)]
    full = next(one for one in answers if one.status_code == 507)
    said = {"zh": "已没有可用的存储空间", "en": "There is no room left to save"}[language]
    assert said in full.text
    assert faults(full.text, language) == []
    assert full.headers["Retry-After"] == "10"
    assert client.get("/rubrics").status_code == 200
    assert client.get("/me").status_code == 200
    limit.set("max_page_count=1073741823")
    assert send(client, f"/language/{language}", back="/").status_code == 302


def test_a_database_that_can_only_be_read_is_read(limit: Limit, visit: Visit) -> None:
    client = visit("senior_supervisor")
    limit.set("query_only=1")
    refused = send(client, "/language/en", back="/")
    assert refused.status_code == 503
    assert "现在无法保存" in refused.text
    assert client.get("/rubrics").status_code == 200
    limit.set("query_only=0")
    assert send(client, "/language/en", back="/").status_code == 302


@ON_POSTGRESQL
def test_a_connection_that_ends_before_its_request_does_is_no_fault_of_the_answer(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, shown = visit("senior_supervisor"), app.view_functions["accounts.me"]
    owner = make_engine(as_owner(app.config["SETTINGS"].database_url))

    def ended() -> ResponseReturnValue:
        page = shown()
        number = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with owner.connect() as connection:
            end = text("SELECT pg_terminate_backend(:number, 5000)")
            assert connection.execute(end, {"number": number}).scalar_one()
        return page

    ended.__dict__.update(shown.__dict__)
    with monkeypatch.context() as patched:
        patched.setitem(app.view_functions, "accounts.me", ended)
        # the server of the product would answer with words of its own if anything got out
        answer = client.get("/me")
        assert (answer.status_code, "senior_supervisor" in answer.text) == (200, True)
    owner.dispose()
    assert client.get("/me").status_code == 200


@ON_POSTGRESQL
def test_a_connection_that_is_cut_within_a_request_is_answered_as_busy(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, shown = visit("senior_supervisor"), app.view_functions["accounts.me"]
    owner = make_engine(as_owner(app.config["SETTINGS"].database_url))

    def cut() -> ResponseReturnValue:
        number = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with owner.connect() as connection:
            end = text("SELECT pg_terminate_backend(:number, 5000)")
            assert connection.execute(end, {"number": number}).scalar_one()
        return shown()

    cut.__dict__.update(shown.__dict__)
    app.extensions.pop("plumbline_notice", None)  # as in a worker whose first page this is
    with monkeypatch.context() as patched:
        patched.setitem(app.view_functions, "accounts.me", cut)
        answer = client.get("/me")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "系统" in answer.text
    assert faults(answer.text, "zh") == []
    owner.dispose()
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("has_words", [True, False])
@pytest.mark.parametrize(
    "fault", [MemoryError(), OSError(errno.EMFILE, "x"), OSError(errno.ENFILE, "x")]
)
def test_too_little_memory_or_too_few_open_files_pass_by(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, fault: Exception, *, has_words: bool
) -> None:
    client, shown = visit("senior_supervisor"), app.view_functions["accounts.me"]

    def scarce(*_: object, **__: object) -> ResponseReturnValue:
        raise fault

    scarce.__dict__.update(shown.__dict__)
    with monkeypatch.context() as patched:
        patched.setitem(app.view_functions, "accounts.me", scarce)
        if not has_words:  # not even for the page that says so
            patched.setattr("qa_app.web.errors.ErrorPage.render", scarce)
        answer = client.get("/me")
        as_json = client.get("/me", headers={"Accept": "application/json"})
    for one in (answer, as_json):
        assert (one.status_code, one.headers["Retry-After"]) == (503, "10")
    assert "系统暂时繁忙" in answer.text
    assert ("The system is busy" in answer.text) is not has_words
    assert as_json.json is not None
    assert as_json.json["error"]["message"] == "系统暂时繁忙"
    assert client.get("/me").status_code == 200


def test_another_fault_of_files_is_a_fault(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, shown = visit("senior_supervisor"), app.view_functions["accounts.me"]

    def lacking(*_: object) -> ResponseReturnValue:
        raise OSError(errno.ENOENT, "x")

    def without_template(*_: object) -> ResponseReturnValue:
        raise TemplateNotFound("errors/error.html")  # one of the operating system's kind

    lacking.__dict__.update(shown.__dict__)
    monkeypatch.setitem(app.view_functions, "accounts.me", lacking)
    assert client.get("/me").status_code == 500
    # a page of faults that cannot be made is none that comes back in ten seconds
    monkeypatch.setattr("qa_app.web.errors.ErrorPage.render", without_template)
    answer = client.get("/me")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (500, None)
    assert re.search(r"编号E-[2-9A-Z]{4}。.*went wrong: E-[2-9A-Z]{4}\.", answer.text)


def test_a_session_that_cannot_be_ended_is_told_in_the_log(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = visit("senior_supervisor")

    def broken(*_: object) -> None:
        raise InvalidRequestError("x")

    with monkeypatch.context() as patched:
        patched.setattr(SQLAlchemy, "_teardown_session", broken)
        assert client.get("/me").status_code == 200
    (told,) = [one for one in caplog.records if one.name == "qa_app.extensions"]
    assert told.exc_info is not None
    assert isinstance(told.exc_info[1], InvalidRequestError)
    assert client.get("/me").status_code == 200
