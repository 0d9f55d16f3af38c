import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.errors import ConflictError
from qa_app.domain.register_events import ConsultationOpened
from qa_app.domain.register_lists import CellKind, key_of
from qa_app.models.centre_register import CentreDocumentRow
from qa_app.models.journal import JournalRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.web.register.list_view import key_text, line_of_key
from tests.audits import ZONE
from tests.limits import Scene, a_scene
from tests.sessions import reference
from tests.web.conftest import BOTH, Visit
from tests.web.pagecheck import faults
from tests.web.visits import heading, in_both, post, send

HEADS = "中心代码,文件种类,文号或编号,领域,出具单位,出具日期,有效期至,最近复核日期,结论,文件校验值"
GOOD = (
    "A,登记证书,昆民字〔2020〕12号,,昆明市民政局,2020-05-01,2099-05-01,,,",
    "A,年度报告（年检）,2025,,昆明市民政局,2026-03-01,,,合格,",
)


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


def a_file(*rows: str, code: str = "gb18030") -> dict[str, object]:
    return {"file": (BytesIO("\r\n".join((HEADS, *rows)).encode(code)), "list.csv")}


def confirm(client: FlaskClient, page: str, code: str = "documents"):
    checked = page.split('name="checked"')[1].split('value="')[1].split('"', maxsplit=1)[0]
    return send(client, f"/register/lists/{code}/confirm", checked=checked)


def count(store: Session) -> int:
    store.rollback()
    found = store.scalar(select(func.count()).where(CentreDocumentRow.ended_at.is_(None)))
    store.rollback()
    return found or 0


@BOTH
def test_a_list_is_looked_at_then_taken_in_and_taken_away(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("manager")
    assert 'href="/register/lists/documents"' in client.get("/register/lists").text
    page = post(client, "/register/lists/documents", **a_file(*GOOD))
    assert page.status_code == 200, page.text
    assert heading(page.text) == "清单没有问题：新增2项，更正0项"
    assert faults(page.text, "zh") == []
    assert count(store) == 0
    done = confirm(client, page.text)
    assert done.headers["Location"].startswith("/register/lists/documents?")
    assert count(store) == 2
    assert confirm(client, page.text).status_code == 302  # sent twice: adds nothing
    assert count(store) == 2
    # what is taken away is taken in again, and adds nothing
    for kind in ("csv", "xlsx"):
        taken = client.get(f"/register/lists/documents/list.{kind}")
        again = post(
            client, "/register/lists/documents", file=(BytesIO(taken.data), f"list.{kind}")
        )
        assert again.status_code == 200, again.text
        assert heading(again.text) == "清单没有问题，内容均已登记"
    for html, language in zip(
        in_both(client, "/register/lists/documents"), ("zh", "en"), strict=True
    ):
        assert faults(html, language) == []


def test_faults_are_told_with_row_and_column(scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    page = post(
        client,
        "/register/lists/documents",
        **a_file("B,登记证书,1,,,2020-05-01,,,,", "A,别的,2,,13888123456,2020-13-01,,,,"),
    )
    assert page.status_code == 422
    assert "此代码" in page.text
    assert "13888123456" not in page.text
    assert faults(page.text, "zh") == []
    assert post(client, "/register/lists/documents").status_code == 422
    assert (
        post(
            client, "/register/lists/documents", file=(BytesIO(b"PK\x03\x04"), "x.xlsx")
        ).status_code
        == 422
    )
    assert send(client, "/register/lists/documents/confirm", checked="x").status_code == 422


def test_one_line_is_written_corrected_and_ended(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client = visit("manager")
    sent = {
        "centre": "A",
        "kind": "pia",
        "number": "P-1",
        "area_code": "",
        "issuer": "=HYPERLINK(1)",
        "issued_on": "2026-03-01",
        "valid_until": "",
        "reviewed_on": "",
        "outcome": "",
        "digest": "",
    }
    sent["kind"] = ""
    refused = send(client, "/register/lists/documents/line", **sent)
    assert refused.status_code == 422
    # both stand beside their fields, and once more at the top with a way there
    for name in ("kind", "issuer"):
        assert f'id="{name}-wrong"' in refused.text
        assert f'<a href="#{name}">' in refused.text
        assert re.search(
            rf'name="{name}"[^>]*aria-invalid|aria-invalid="true"[^>]*name="{name}"', refused.text
        )
    assert 'id="number-wrong"' not in refused.text
    sent |= {"kind": "pia"}
    sent["issuer"] = "<script>alert(1)</script>"
    assert send(client, "/register/lists/documents/line", **sent).status_code == 302
    assert send(client, "/register/lists/documents/line", **sent).status_code == 302
    assert count(store) == 1
    assert "<script>alert" not in client.get("/register/lists/documents").text
    key = '["A", "pia", "P-1"]'
    page = client.get("/register/lists/documents/line", query_string={"key": key})
    assert "alert" in page.text
    assert faults(page.text, "zh") == []
    assert (
        client.get("/register/lists/documents/line", query_string={"key": "x"}).status_code == 404
    )
    assert send(client, "/register/lists/documents/end", key=key, why="over").status_code == 302
    assert count(store) == 0
    assert send(client, "/register/lists/documents/end", key=key, why="over").status_code == 409
    other = '["B", "pia", "P-1"]'
    assert send(client, "/register/lists/documents/end", key=other, why="over").status_code == 404
    assert send(client, "/register/lists/documents/end", key="[]", why="over").status_code == 422


VALUES = {
    CellKind.DAY: date(2025, 10, 5),
    CellKind.MOMENT: datetime(2025, 10, 5, 8, 30, tzinfo=UTC),
    CellKind.WHOLE: 7,
    CellKind.YES_NO: True,
}


@pytest.mark.parametrize("code", sorted(LIST_TABLES))
def test_the_key_of_every_list_finds_its_line_again(code: str) -> None:
    listed = LIST_TABLES[code].listed
    line = {one.name: VALUES.get(one.kind, "a") for one in listed.columns}
    assert any(one.is_key for one in listed.columns)
    assert key_of(listed, line_of_key(listed, key_text(listed, line))) == key_of(listed, line)
    for wrong in ("x", "[]", "{}", '[["a"]]', "7"):
        with pytest.raises(ValueError):
            line_of_key(listed, wrong)


def test_a_line_with_a_day_in_its_key_is_corrected_and_ended(scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    sent = {
        "centre": "A", "worker": "W1", "from_on": "2026-03-01", "kind": "worker",
        "tier": "statutory", "is_paid": "yes", "full_time_percent": "50",
        "meets_children": "yes", "under": "",
    }  # fmt: skip
    address = "/register/lists/workers"
    assert send(client, f"{address}/line", **sent).status_code == 302
    link = re.search(
        rf'href="({address}/line\?key=[^"]+2026-03-01[^"]+)"', client.get(address).text
    )
    assert link is not None
    page = client.get(link[1].replace("&amp;", "&"))
    assert page.status_code == 200
    assert 'value="50"' in page.text
    assert 'name="key"' in page.text
    key = '["A", "W1", "2026-03-01"]'
    ended = send(client, f"{address}/end", key=key, why="over")
    assert ended.status_code == 302
    assert "2026-03-01" not in client.get(address).text


def test_who_takes_in_what(scene: Scene, visit: Visit) -> None:
    manager = visit("manager")
    # what stands against a centre is not said by the centre
    assert manager.get("/register/lists/sanctions").status_code == 404
    assert manager.get("/register/lists/experts").status_code == 404
    assert visit("lead").get("/register/lists/sanctions").status_code == 200
    assert visit("worker").get("/register/lists/documents").status_code == 404
    assert visit("sys_admin").get("/register/lists/population").status_code == 200


def test_questions_come_as_a_list_go_through_steps_and_are_never_ended(
    store: Session, scene: Scene, visit: Visit
) -> None:
    client, address = visit("manager"), "/register/lists/consultations"
    heads = "中心代码,编号,个案编号,咨询事项,提出日期,问题"
    row = f"A,ZX-1,{reference(1)},风险评估,2026-03-02,{'如何评估风险？' * 40}"
    file = (BytesIO(f"{heads}\r\n{row}".encode()), "list.csv")
    page = post(client, address, file=file)
    assert page.status_code == 200, page.text
    assert confirm(client, page.text, "consultations").status_code == 302
    taken = client.get(f"{address}/list.csv")
    again = post(client, address, file=(BytesIO(taken.data), "list.csv"))
    assert heading(again.text) == "清单没有问题，内容均已登记"
    line = f"{address}/line?key=%5B%22A%22%2C+%22ZX-1%22%5D"
    for one in (address, line):
        for html, language in zip(in_both(client, one), ("zh", "en"), strict=True):
            assert faults(html, language) == []
    html = client.get(line).text
    assert heading(html) == "补记步骤"
    assert f"{address}/end" not in html
    assert send(client, f"{address}/end", key='["A", "ZX-1"]', why="over").status_code == 404
    # who asks about their own cases takes nothing of the kind in
    assert visit("worker").get(address).status_code == 404


def test_who_meets_another_in_the_same_moment_is_shown_what_stands_now(
    scene: Scene, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("manager")
    page = post(client, "/register/lists/documents", **a_file(*GOOD)).text

    def met(*_args: object, **_named: object) -> None:
        raise ConflictError("row_stands")

    monkeypatch.setattr("qa_app.web.register.lists.import_register_list", met)
    monkeypatch.setattr("qa_app.web.register.one_line.import_register_list", met)
    met_page = confirm(client, page)
    assert met_page.status_code == 409
    assert "请再看一遍" in met_page.text or "再次" in met_page.text
    assert faults(met_page.text, "zh") == []
    line = {"centre": "A", "kind": "pia", "number": "P-1", "issued_on": "2026-03-01"}
    refused = send(client, "/register/lists/documents/line", **line)
    assert refused.status_code == 409
    assert "另有人同时填写了此行" in refused.text


def test_papers_of_a_centre(store: Session, scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    confirm(client, post(client, "/register/lists/documents", **a_file(*GOOD)).text)
    for address in ("/register/", f"/register/centres/{scene.centre}"):
        for html, language in zip(in_both(client, address), ("zh", "en"), strict=True):
            assert faults(html, language) == []
    zh, en = in_both(client, f"/register/centres/{scene.centre}")
    assert "昆民字〔2020〕12号" in zh
    assert "holds until 1 May 2099" in en
    assert "missing" in en
    assert client.get(f"/register/centres/{scene.other_centre}").status_code == 404
    assert visit("worker").get(f"/register/centres/{scene.centre}").status_code == 404


def test_the_directory_is_narrowed_by_its_address(scene: Scene, visit: Visit) -> None:
    client = visit("lead")
    for html, language in zip(in_both(client, "/register/directory"), ("zh", "en"), strict=True):
        assert faults(html, language) == []
    page = visit("sys_admin").get("/register/directory").text
    assert 'href="#place-PL"' in page
    assert "中心甲" in page
    assert "中心乙" in page
    narrowed = client.get("/register/directory?place=PL&area=legal_aid").text
    assert "中心甲" in narrowed
    assert "中心乙" not in narrowed
    assert client.get("/register/directory?area=nothing").status_code == 404
    assert visit("sys_admin").get("/register/directory?kind=law_firm").status_code == 200


def test_a_question_from_asking_to_closing(store: Session, scene: Scene, visit: Visit) -> None:
    worker, lead, manager = visit("worker"), visit("lead"), visit("manager")
    form = worker.get("/register/consultations/ask").text
    assert faults(form, "zh") == []
    mine = form.split('<option value="KM')[1].split('"')[0]
    sent = {"reference": f"KM{mine}", "topic": "risk", "words": "如何评估再次受害的风险？"}
    bad = {**sent, "words": "孩子姓名：李小明"}
    assert send(worker, "/register/consultations/ask", **bad).status_code == 422
    asked = send(worker, "/register/consultations/ask", **sent)
    assert asked.status_code == 302, asked.text
    address = asked.headers["Location"].split("?")[0]
    assert "如何评估" in manager.get(address).text
    # a refused form shows the question, and is noted as its page is
    opened = select(JournalRow.actor_name).where(JournalRow.action == ConsultationOpened.action)
    assert store.scalars(opened).all() == ["manager"]
    store.rollback()
    assert send(lead, f"{address}/give").status_code == 422
    assert store.scalars(opened).all() == ["manager", "lead"]
    store.rollback()
    # no expert is there yet
    assert "专家" in lead.get(address).text
    experts = {
        "place": "KM",
        "code": "E1",
        "name": "周老师",
        "organisation": "云南大学",
        "areas": "social_work; legal_aid",
        "from_on": "2025-01-01",
        "until_on": "",
    }
    lead_saved = send(visit("sys_admin"), "/register/lists/experts/line", **experts)
    assert lead_saved.status_code == 302, lead_saved.text
    page = lead.get(address).text
    expert = page.split('">周老师')[0].rsplit('value="', 1)[1]
    assert send(lead, f"{address}/answer", words="先答").status_code == 409
    assert send(lead, f"{address}/give", expert="999").status_code == 422
    assert send(lead, f"{address}/give", expert=expert).status_code == 302
    assert send(worker, f"{address}/close").status_code == 409
    assert send(lead, f"{address}/answer", words="").status_code == 422
    assert send(lead, f"{address}/answer", words="请使用风险清单逐项评估。").status_code == 302
    assert send(lead, f"{address}/answer", words="再答").status_code == 409
    assert "风险清单" in worker.get(address).text
    assert send(worker, f"{address}/close").status_code == 302
    assert send(worker, f"{address}/close").status_code == 409
    for client in (worker, lead, manager):
        for one in (address, "/register/consultations"):
            for html, language in zip(in_both(client, one), ("zh", "en"), strict=True):
                assert faults(html, language) == []
    for name in ("judicial_reader", "auditor", "sys_admin"):
        assert visit(name).get(address).status_code == 404


def test_today_tells_of_papers_that_run_out(scene: Scene, visit: Visit) -> None:
    client = visit("manager")
    assert "到期" not in heading(client.get("/").text)
    today = clock.today(ZONE)
    rows = [
        f"A,登记证书,1,,,2020-05-01,{today + timedelta(days=20)},,,",
        "A,个人信息保护影响评估,2,,,2020-05-01,,,,",
    ]
    confirm(client, post(client, "/register/lists/documents", **a_file(*rows)).text)
    zh, en = in_both(client, "/")
    assert "1份文件已到期" in zh
    assert "1 paper runs out within 30 days" in en
    assert faults(zh, "zh") == []
    assert "到期" not in visit("lead").get("/").text
