"""Tables for research: asked for by one person, approved by two others, taken for a week."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Role
from qa_app.models.exports import ExportRequestRow
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, all_met
from tests.people import NOON, OPERATOR
from tests.web.conftest import BOTH, CHEAP, PASSWORD, Visit
from tests.web.visits import faultless, send

PROJECT = "法律援助时限研究，某大学，2026年"
ASK, TAKE, ANSWER = "/exports/research", "/exports/requests/1/file", "/exports/approvals/1"


@pytest.fixture
def lead(store: Session, visit: Visit) -> FlaskClient:
    desk = a_desk(store)
    save_entries(store, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(store, desk.reader, desk.audit, ZONE, at=NOON)
    new = NewAccount("keeper2", "keeper2", PASSWORD, (NewGrant(Role.AUDIT_ADMIN),))
    add_account(store, OPERATOR, new, CHEAP, at=NOON)
    return visit("senior_supervisor")


def ask(client: FlaskClient, **fields: str):
    sent = {
        "research-centre": "",
        "research-since": "2026Q1",
        "research-until": "2026Q2",
        "research-project": PROJECT,
    }
    named = {name if name == "key" else f"research-{name}": one for name, one in fields.items()}
    return send(client, ASK, **(sent | named))


@BOTH
def test_two_other_people_approve_and_it_is_taken(
    lead: FlaskClient, visit: Visit, store: Session
) -> None:
    first, second = visit("audit_admin"), visit("keeper2")
    assert ask(lead, key="k1").status_code == 302
    # the same quarters as pages of either language write them
    assert ask(lead, key="k1", since="2026年第一季度", until="Q2 2026").status_code == 302
    assert ask(lead, key="k1", project=PROJECT + "！").status_code == 409
    asked = faultless(lead, "/exports/requests")
    assert PROJECT in asked
    # a quarter of another year says its year
    assert ("2026年1月1日" in asked) == (clock.today("Asia/Shanghai").year != 2026)
    assert send(lead, TAKE).status_code == 409
    page = faultless(first, "/exports/approvals")
    assert PROJECT in page
    assert "按中心、季度、部分和选项的计数" in page
    half = send(first, ANSWER, step="approve")
    assert (half.status_code, half.headers["Location"]) == (
        302,
        "/exports/approvals?notice=export_half_approved",
    )
    # the first approval is not enough, and cannot be given twice by one person
    assert send(lead, TAKE).status_code == 409
    again = send(first, ANSWER, step="approve")
    assert (again.status_code, "须由另一人作第二次批准" in again.text) == (409, True)
    assert PROJECT not in faultless(first, "/exports/approvals")
    assert "等待第二人批准" in faultless(lead, "/exports/requests")
    assert send(second, ANSWER, step="approve").headers["Location"].endswith("=export_approved")
    answer = send(lead, TAKE)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.data == send(lead, TAKE).data
    with zipfile.ZipFile(io.BytesIO(answer.data)) as made:
        assert made.namelist() == [
            "README.txt", "answers.csv", "codebook_zh.csv", "codebook_en.csv",
        ]  # fmt: skip
        readme = made.read("README.txt").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(made.read("answers.csv").decode("utf-8-sig"))))
    assert PROJECT in readme
    assert "Approved by two people other than who asked" in readme
    assert rows == [
        ["centre", "quarter", "area", "rubric", "version", "section", "scale", "files", "option",
         "answers", "status"],
    ]  # fmt: skip
    store.rollback()
    told = select(JournalRow.detail).where(JournalRow.action == "items:answer")
    steps = store.scalars(told.order_by(JournalRow.seq))
    assert ["approve_first" in one for one in steps] == [True, False]
    assert PROJECT.encode() not in store.scalars(select(ExportRequestRow.project)).one()
    taken = store.scalars(select(JournalRow.detail).where(JournalRow.action == "items:export"))
    assert len(list(taken)) == 2


def test_either_may_refuse(lead: FlaskClient, visit: Visit) -> None:
    ask(lead)
    assert send(visit("audit_admin"), ANSWER, step="approve").status_code == 302
    refused = send(visit("keeper2"), ANSWER, step="refuse", refusal="no_agreement")
    assert refused.status_code == 302
    assert send(lead, TAKE).status_code == 409


@BOTH
def test_what_lapsed_is_gone_and_says_so(lead: FlaskClient, visit: Visit, store: Session) -> None:
    ask(lead)
    send(visit("audit_admin"), ANSWER, step="approve")
    send(visit("keeper2"), ANSWER, step="approve")
    old = _an_old_one(store, days=8)
    gone = send(lead, f"/exports/requests/{old}/file")
    assert (gone.status_code, "失效，请重新申请" in gone.text) == (410, True)
    assert "失效" in faultless(lead, "/exports/requests")


def _an_old_one(store: Session, days: int) -> int:
    # a request that was answered is never changed: another one that is old from the start
    store.rollback()
    row = store.scalars(select(ExportRequestRow)).one()
    values = {one.key: getattr(row, one.key) for one in ExportRequestRow.__table__.columns}
    ago = clock.now() - timedelta(days=days)
    # what is sealed belongs to the moment of asking, which stays
    old = row.id + 1
    store.execute(insert(ExportRequestRow).values(values | {"id": old, "answered_at": ago}))
    store.commit()
    return old


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"since": "2026-01"}, "请填写季度，例如2026Q1"),
        ({"since": "2026年"}, "请填写季度，例如2026Q1"),
        ({"until": ""}, "请填写季度，例如2026Q1"),
        ({"since": "2026Q3", "until": "2026Q2"}, "最后一个季度早于第一个季度"),
        ({"until": "2099Q4"}, "该季度结束尚不足60日"),
        ({"since": "2001Q1", "until": "2001Q1"}, ""),
        ({"project": "短"}, "请用10至300个字符说明研究内容及研究者"),
        ({"centre": "NOWHERE"}, ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    lead: FlaskClient, fields: dict[str, str], words: str
) -> None:
    answer = ask(lead, **fields)
    assert (answer.status_code, words in answer.text) == (422, True)


def test_who_may_not_ask(lead: FlaskClient, visit: Visit) -> None:
    for name in ("centre_manager", "audit_admin", "caseworker"):
        assert ask(visit(name)).status_code == 404
    ask(lead)
    for name in ("centre_manager", "auditor"):
        assert send(visit(name), TAKE).status_code == 404


def test_the_database_wants_two_other_people(lead: FlaskClient, store: Session) -> None:
    ask(lead)
    row = store.scalars(select(ExportRequestRow)).one()
    asked_by, other = row.asked_by, row.asked_by + 1
    now = clock.now()
    for values in (
        {"is_approved": True, "answered_by": other, "answered_at": now},
        {"first_by": asked_by, "first_at": now},
        {"first_by": other, "first_at": now, "is_approved": True, "answered_by": other},
        {"project": b"other"},
    ):
        with pytest.raises(DBAPIError, match="answered once"):
            store.execute(update(ExportRequestRow).values(values))
        store.rollback()
