"""Practice files on screen: read, kept, handed in, compared with reasoning."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.who_reads import PracticeReadingRow
from qa_app.paths import resource
from qa_app.rubric_files.practice import read_practice_files
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.audits import holidays
from tests.people import NOON, OPERATOR
from tests.register import some_areas
from tests.web.conftest import Visit
from tests.web.visits import in_both, post

SHIPPED = resource("rubrics")
PRACTICE = next(
    one for one in read_practice_files(SHIPPED / "practice") if one.code == "legal_aid_1"
)
ADDRESS = "/practice/legal_aid_1"


@pytest.fixture(autouse=True)
def _published(store: Session) -> None:
    some_areas(store)
    holidays(store)
    file = read_rubric(SHIPPED / "legal_aid.yaml", SHIPPED)
    publish_rubric(store, OPERATOR, file.rubric, file.content, at=NOON)


def answered(**other: str) -> dict[str, str]:
    codes = {code: one.code for code, one in PRACTICE.answers.items()} | other
    return {
        f"{'holistic' if code == 'holistic' else 'answer'}.{code}": chosen
        for code, chosen in codes.items()
    }


def test_a_file_is_read_kept_and_handed_in(store: Session, visit: Visit) -> None:
    client = visit("auditor")
    zh, en = in_both(client, "/practice")
    assert "尚未校准" in zh
    assert "Practice file 1" in en
    zh, en = in_both(client, ADDRESS)
    assert "虚构" in zh
    assert "Invented file" in en
    # the agreed answers and their reasoning are nowhere on the page
    assert PRACTICE.answers["D3"].why.en not in en
    assert 'name="answer.D3"' in en
    assert 'name="answer.A1a"' not in en  # found by dates: not asked
    kept = post(client, ADDRESS, ADDRESS, act="keep", **{"answer.A2": "met"})
    assert kept.status_code == 302
    assert re.search(r'name="answer\.A2"[^>]*value="met"[^>]*checked', client.get(ADDRESS).text)
    early = post(client, ADDRESS, ADDRESS, act="hand_in", **{"answer.A2": "met"})
    assert early.status_code == 422
    assert "D3" in early.text
    # B4 is critical: another answer there is two levels apart
    done = post(client, ADDRESS, ADDRESS, act="hand_in", **answered(D3="unmet", B4="found"))
    assert done.status_code == 302
    zh, en = in_both(client, done.headers["Location"])
    assert PRACTICE.answers["D3"].why.en in en
    assert PRACTICE.answers["D3"].why.zh in zh
    assert "Critical items answered alike: 1 of 2 (50%, 95% interval 9 to 91%)" in en
    assert "1 critical item lies two levels apart or more" in en
    assert "another option of the same level" in en
    assert "超出" in zh
    assert visit("senior_supervisor").get(done.headers["Location"]).status_code == 404
    row = store.scalars(select(PracticeReadingRow)).one()
    assert row.outcome is not None
    assert row.outcome["critical_alike"] == 1


def test_options_that_the_scale_lacks_are_left_out(store: Session, visit: Visit) -> None:
    client = visit("auditor")
    wrong = post(client, ADDRESS, ADDRESS, act="hand_in", **answered(A2="nine"))
    assert wrong.status_code == 422
    assert post(client, "/practice/none", ADDRESS, act="keep").status_code == 404
    for role in ("caseworker", "centre_manager", "sys_admin"):
        assert visit(role).get("/practice").status_code == 404
    assert store.scalars(select(PracticeReadingRow)).all() == []
