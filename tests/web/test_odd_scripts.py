"""What our own scripts send, a thousand times otherwise: answered in JSON and never a fault (FZ-03)."""

import json
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.audits import AuditEntryRow
from tests.records import Talk, a_talk, begin
from tests.web.conftest import Visit, token_of
from tests.web.test_audits import Setting, reader, setting

__all__ = ["reader", "setting"]

VALUES: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 1.5, 10**30, "", "a", "met", "A1", "answer", "NaN", "²", "12345678",
    [], ["a"], [None], [[]], {}, {"a": 1}, {"a": {"b": []}}, "中" * 3_000, "\u202e", '{"a":[]}', "[", "{}",
)  # fmt: skip
NAMES = (
    "kind",
    "key",
    "value",
    "note",
    "read",
    "base",
    "op",
    "seconds",
    "block",
    "fields",
    "keep",
    "x",
)
TIMES = 1_000
ANSWERS = {200, 400, 409, 422}
Told = Callable[[str, object], None]


def varied(body: dict[str, object], chance: Random) -> str:
    """Leave a part out, put odd ones in or beside, or cut the text."""
    odd = dict(body)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice([*body, *NAMES])
        if chance.random() < 0.2:
            odd.pop(name, None)
        else:
            odd[name] = chance.choice(VALUES)
    text = json.dumps(odd)
    return text[: chance.randrange(len(text))] if chance.random() < 0.05 else text


def send_all(client: FlaskClient, page: str, address: str, body: dict[str, object]) -> Counter[int]:
    token, chance, told = token_of(client.get(page).text), Random(address), Counter[int]()
    for _ in range(TIMES):
        text = varied(body, chance)
        answer = client.post(
            address,
            data=text,
            content_type="application/json",
            headers={"X-CSRFToken": token, "Accept": "application/json"},
        )
        told[answer.status_code] += 1
        assert answer.status_code in ANSWERS, (text, answer.status_code)
        assert answer.is_json, (text, answer.status_code)
    return told


@pytest.mark.nightly
def test_answers_of_a_review(setting: Setting, reader: FlaskClient, record_property: Told) -> None:
    page = f"/audits/{setting.audit}"
    body = {"kind": "answer", "key": "A1", "value": "met", "note": "", "base": 0, "op": "12345678"}
    told = send_all(reader, page, f"{page}/entries", body)
    record_property("answers", dict(told))
    assert told[422] > TIMES // 2
    # whatever was taken stands as one entry for each question, and the page shows them
    kinds = (
        select(func.count())
        .select_from(AuditEntryRow)
        .group_by(AuditEntryRow.audit_id, AuditEntryRow.kind, AuditEntryRow.key)
    )
    assert set(setting.session.execute(kinds).scalars()) <= {1}
    assert reader.get(page).status_code == 200


@pytest.mark.nightly
def test_blocks_of_a_record(store: Session, visit: Visit, record_property: Told) -> None:
    talk: Talk = a_talk(store, planned_on=clock.now().date())
    begin(store, talk, clock.now())
    client, page = visit("lead"), f"/sessions/{talk.session_id}/record"
    note = json.dumps({"values": {"learned": "一"}, "rows": []})
    body: dict[str, object] = {"block": "learning", "base": 0, "op": "a" * 32, "note": note}
    told = send_all(client, page, f"{page}/save", body)
    record_property("answers", dict(told))
    assert told[422] > TIMES // 2
    assert told[200]
    assert client.get(page).status_code == 200
