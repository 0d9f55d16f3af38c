"""No page that counts answers of a centre tells those of few files that one would have to ask for."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from tests.follow_up import Followed, a_followed, sign
from tests.people import NOON
from tests.readings import JAN, count_in, read_as
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults
from tests.web.test_behind_points import text_of
from tests.web.visits import enter

MET = {"A1": "met", "A2": "met", "B1": "met"}
CELL = {
    "zh": "不显示：可推知须先申请才能打开的不足5份案卷",
    "en": "not shown: it would tell of fewer than 5 files for which you would have to ask",
}
ITEMS = {
    "zh": "2026年3月各条目的情况暂不显示：结合您已能看到的内容，可推知您须先申请才能打开的不足5份案卷",
    "en": "Items are held back in Mar 2026: with what else you are told they would tell what was answered in fewer than 5 files",
}
SHORT = {
    "zh": "2026年3月各条目暂不显示，否则可推知您须先申请才能打开的不足5份案卷的答案",
    "en": "its items in Mar 2026 are held back, because they would tell of fewer than 5 files",
}
ANSWERS = {
    "zh": "此处不统计答案：其中您无权打开的案卷不足5份",
    "en": "Answers are not counted here: fewer than 5 of these files are not yours to open",
}

FEW = {"zh": "份数太少，不计比例", "en": "too few for a share"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda _zone: date(2026, 5, 1))


@pytest.fixture
def followed(store: Session) -> Followed:
    """Five files of March, of which A1 is unmet in one; a colleague supervises its worker."""
    one = a_followed(store)
    sign(store, one, "A1")
    desk = one.desk
    month = store.execute(
        select(AuditRow.reviewed_on).where(AuditRow.id == desk.audit)
    ).scalar_one()
    assert month == date(2026, 3, 23)
    count_in(store, desk.centre, desk.rubric, JAN + 2, 4, **read_as(**MET))
    store.add(
        SupervisionAgreementRow(
            kind="standing",
            supervisor_id=desk.reader.account_id,
            practitioner_id=one.worker.practitioner_id,
            place_path="1/",
            minutes=60,
            functions={},
            from_on=date(2026, 3, 23),
            created_at=NOON,
        )
    )
    store.commit()
    return one


def speak(client: FlaskClient, language: str) -> None:
    client.post(f"/language/{language}", data={"csrf_token": token_of(client.get("/").text)})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_items_are_held_back_with_why_and_where_to_ask(
    app: Flask, visit: Visit, followed: Followed, language: str
) -> None:
    centre = f"/centres/{followed.desk.centre}"
    client, manager = visit("senior_supervisor"), enter(app, "manager")
    speak(client, language)
    speak(manager, language)
    for path, said in (
        ("/standards", (ITEMS, ANSWERS)),
        ("/trends", (ITEMS,)),
        ("", (SHORT,)),
    ):
        page = client.get(centre + path).text
        assert faults(page, language) == []
        assert [one[language] for one in said if one[language] not in text_of(page)] == [], text_of(
            page
        )
        assert 'class="pl-loss"' not in page
        if path:
            # asked for from the reviews of the month
            assert f"/audits?centre={followed.desk.centre}&amp;rubric=sample" in page
    assert 'class="pl-bands"' not in client.get(f"{centre}/standards").text
    item = client.get(f"{centre}/items/sample/A1").text
    assert faults(item, language) == []
    assert CELL[language] in text_of(item)
    assert FEW[language] not in text_of(item)
    assert f"{centre}/behind/sample/1.0.0/2026-03?item=A1" in item
    assert client.get(f"{centre}/moved.csv?rubric=sample").status_code == 404
    # who manages the centre sees all of it
    whole = manager.get(f"{centre}/items/sample/A1").text
    assert re.findall(r'class="pl-num"[^>]*>([^<]*)<', whole)[-3:] == [FEW[language], "4", "5"]
    assert 'class="pl-bands"' in manager.get(f"{centre}/standards").text
    assert manager.get(f"{centre}/moved.csv?rubric=sample").status_code == 200
