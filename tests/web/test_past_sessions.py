"""Sessions of the past from a list, in the browser: looked at, confirmed, taken in once."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from qa_app.models.accounts import RoleGrantRow
from qa_app.models.journal import JournalRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from tests.sessions import Scene, a_scene
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.visits import english, heading, in_both, post, send

PAGE = "/admin/sessions/import"
CONFIRM = f"{PAGE}/confirm"
HEADS = "中心代码,日期,时间,类型,督导者账号,参加人员代码"


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def upload(client: FlaskClient, *rows: str):
    text = "\n".join((HEADS, *rows))
    return post(client, PAGE, file=(BytesIO(text.encode()), "list.csv"))


def confirm(client: FlaskClient, page: str):
    checked = page.split('name="checked"')[1].split('value="')[1].split('"', maxsplit=1)[0]
    return send(client, CONFIRM, checked=checked)


def standing(store: Session, table: type = SupervisionSessionRow) -> int:
    store.rollback()
    return store.scalar(select(func.count()).select_from(table)) or 0


ONE = 'A,2025-11-03,9:30,个别督导,lead,"W1，W2"'
TWO = "A,2025-12-01,,团体督导,lead,"


def test_a_list_is_looked_at_then_taken_in_and_sent_again_adds_nothing(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("sys_admin")
    zh, _en = in_both(client, PAGE)
    assert heading(zh) == "导入以往开展的督导"
    page = upload(client, ONE, TWO)
    assert page.status_code == 200
    assert heading(page.text) == "清单没有问题：新增2次督导"
    assert "2025年11月3日" in page.text
    assert faults(page.text, "zh") == []
    assert standing(store) == 0  # nothing is stored yet
    assert confirm(client, page.text).headers["Location"].startswith(PAGE)
    assert (standing(store), standing(store, SessionPersonRow)) == (2, 2)
    journal = standing(store, JournalRow)
    assert confirm(client, page.text).status_code == 302
    assert (standing(store), standing(store, JournalRow)) == (2, journal)
    again = upload(client, ONE, TWO)
    assert heading(again.text) == "清单没有问题，其中督导均已存在"
    english(client)
    added = upload(client, ONE, TWO, "A,2025-12-02,,group,LEAD,", "制表人：某,,,,,")
    assert "who made the list: 5<" in added.text
    assert heading(added.text) == "The list has no fault; it adds 1 session"
    assert faults(added.text, "en") == []


def test_a_workbook_is_read_as_well(store: Session, scene: Scene, visit: Visit) -> None:
    book = BytesIO()
    with Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADS.split(","))
        sheet.write_row(1, 0, ["A", "2025-11-03", "9:30", "个别督导", "lead", "W1"])
    book.seek(0)
    page = post(visit("sys_admin"), PAGE, file=(book, "list.xlsx"))
    assert heading(page.text) == "清单没有问题：新增1次督导"


def test_every_fault_stands_by_row_and_column_and_nothing_is_taken_in(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("sys_admin")
    bad = ("A,2025-02-30,,个别督导,lead,", "X,2025-11-03,25:00,个别督导,nobody,", TWO)
    page = upload(client, *bad)
    assert (page.status_code, standing(store)) == (422, 0)
    assert heading(page.text) == "清单有4处问题，未导入任何内容"
    for told in ("没有这一天", "您的管辖范围内没有此代码的中心", "这不是时间"):
        assert told in page.text
    assert faults(page.text, "zh") == []
    english(client)
    page = upload(client, *bad)
    assert heading(page.text) == "The list has 4 faults: nothing was taken in"
    assert faults(page.text, "en") == []
    empty = post(client, PAGE, file=(BytesIO(HEADS.encode()), "list.csv"))
    assert "Fill in a row per session" in empty.text
    assert post(client, PAGE).status_code == 422
    assert send(client, CONFIRM, checked="x").status_code == 422
    broken = post(client, PAGE, file=(BytesIO(b"PK\x03\x04no workbook"), "x.xlsx"))
    assert broken.status_code == 422


def test_a_list_that_meanwhile_would_do_something_else_is_shown_again(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("sys_admin")
    page = upload(client, ONE, TWO)
    assert confirm(client, upload(client, ONE).text).status_code == 302
    answer = confirm(client, page.text)
    assert (answer.status_code, standing(store)) == (409, 1)
    assert heading(answer.text) == "清单没有问题：新增1次督导"
    assert confirm(client, answer.text).status_code == 302
    assert standing(store) == 2


def test_a_centre_out_of_reach_is_no_centre_and_a_list_is_good_for_one_person(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("sys_admin")
    page = upload(client, ONE)
    role = RoleGrantRow.role == "sys_admin"
    store.execute(update(RoleGrantRow).where(role).values(centre_id=scene.other_centre))
    store.commit()
    assert "您的管辖范围内没有此代码的中心" in upload(client, ONE).text
    assert confirm(client, page.text).status_code == 404
    checked = page.text.split('name="checked"')[1].split('value="')[1].split('"', maxsplit=1)[0]
    for name in ("lead", "auditor", "audit_admin"):
        assert send(visit(name), CONFIRM, checked=checked).status_code == 404
    assert standing(store) == 0


def test_a_template_has_the_heads_in_both_languages(scene: Scene, visit: Visit) -> None:
    client = visit("sys_admin")
    assert client.get("/admin/sessions/template.csv?language=zh").text.endswith(f"{HEADS}\r\n")
    english_heads = "centre,day,time,type,supervisor,people\r\n"
    assert client.get("/admin/sessions/template.csv?language=en").text.endswith(english_heads)


def test_the_ways_there(scene: Scene, visit: Visit) -> None:
    client = visit("sys_admin")
    for address in ("/", "/admin/places"):
        assert f'href="{PAGE}"' in client.get(address).text
