"""A worker answers several people at once: each gets their own page, in their own language."""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.audits import a_case_file, a_desk, a_draft
from tests.web.conftest import BOTH, Visit, token_of

PAGES = ("/", "/audits", "/centres", "/me")
CHINESE = ("senior_supervisor", "centre_manager", "caseworker")
ENGLISH = ("auditor", "sys_admin", "judicial_reader")
ROUNDS = 6
MADE_ANEW = re.compile(
    r'csrf[-_]token"[^>]*>|data-left="\d+"|name="idempotency_key"[^>]*>|nonce="[^"]+"'
)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns a thousand times as often as they do by themselves."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 1000)
    yield
    sys.setswitchinterval(before)


def read(client: FlaskClient) -> list[str]:
    """Give every page without what is made anew for each answer."""
    answers = map(client.get, PAGES)
    return [f"{one.status_code} {MADE_ANEW.sub('', one.text)}" for one in answers]


@BOTH
def test_nobody_gets_the_page_or_the_language_of_another(
    visit: Visit, store: Session, hasty: None
) -> None:
    desk = a_desk(store)
    a_draft(store, desk.centre, desk.rubric, desk.reader, a_case_file(store, desk.centre, "KM-1"))
    store.commit()
    people = [visit(name) for name in CHINESE + ENGLISH]
    for client in people[len(CHINESE) :]:
        token = token_of(client.get("/me").text)
        assert client.post("/language/en", data={"csrf_token": token}).status_code == 302
    alone = [read(client) for client in people]
    assert len({one[0] for one in alone}) == len(people)
    spoken = [
        'lang="en"' if client in people[len(CHINESE) :] else 'lang="zh-CN"' for client in people
    ]
    assert all(word in page for word, pages in zip(spoken, alone, strict=True) for page in pages)
    with ThreadPoolExecutor(len(people)) as threads:
        for _ in range(ROUNDS):
            assert list(threads.map(read, people)) == alone
