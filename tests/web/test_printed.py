"""Papers of rounds and actions: figures, words, bytes, reach."""

import io
from datetime import timedelta

import pytest
from docx import Document
from docx.shared import Pt
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.actions import ActionState
from qa_app.models.cases import DrawRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import NewVisit, plan_round_visit
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, sign
from tests.rounds import a_plan
from tests.sessions import Scene, a_scene, some_files
from tests.web.conftest import Visit, token_of
from tests.web.visits import enter

TODAY = clock.today("Asia/Shanghai")


@pytest.fixture
def signed(store: Session) -> Followed:
    """Signed two days ago: a red line and a must-pass item failed."""
    one = a_followed(store)
    sign(store, one, "A2", "B1", at=clock.now() - timedelta(days=2))
    return one


def pdf_text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def word_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [one.text for one in document.paragraphs] + cells
    return "".join("".join(texts).split())


@pytest.mark.parametrize(("language", "title", "mark"), [
    ("zh", "整改措施清单", "送审稿"), ("en", "Listofactions", "Draftforapproval"),
])  # fmt: skip
def test_the_actions_of_a_centre_on_paper(
    app: Flask, store: Session, signed: Followed, language: str, title: str, mark: str
) -> None:
    client, centre = enter(app, "third"), signed.desk.centre
    open_ = store.scalar(
        select(func.count())
        .select_from(CorrectiveActionRow)
        .where(CorrectiveActionRow.state == ActionState.OPEN.value)
    )
    pdf = client.get(f"/centres/{centre}/actions.pdf?lang={language}")
    word = client.get(f"/centres/{centre}/actions.docx?lang={language}")
    assert (pdf.status_code, word.status_code) == (200, 200)
    for text in (pdf_text(pdf.data), word_text(word.data)):
        assert title in text
        said = f"尚未核实的整改措施：{open_}项" if language == "zh" else f"notverifiedyet:{open_}."
        assert said in text
        assert "A2" in text
    assert mark in word_text(word.data)
    assert mark not in pdf_text(pdf.data)


@pytest.mark.parametrize(("language", "title", "mark"), [
    ("zh", "整改通知", "送审稿"), ("en", "Rectificationnotice", "Draftforapproval"),
])  # fmt: skip
def test_a_notice_is_a_draft_without_a_number_of_its_own(
    app: Flask, signed: Followed, language: str, title: str, mark: str
) -> None:
    client, centre = enter(app, "third"), signed.desk.centre
    address = f"/centres/{centre}/rectification"
    for form, text in (("pdf", pdf_text), ("docx", word_text)):
        answer = client.get(f"{address}.{form}?lang={language}")
        said = text(answer.data)
        assert title in said
        assert mark in said
        assert "号〔" not in said
        assert "〕" not in said
    document = Document(io.BytesIO(client.get(f"{address}.docx?lang=zh").data))
    page = document.sections[0]
    assert (round(page.top_margin.mm), round(page.left_margin.mm)) == (37, 28)
    assert document.paragraphs[0].text == "送审稿"
    assert document.paragraphs[1].runs[0].font.size == Pt(22)
    assert document.paragraphs[3].runs[0].font.size == Pt(16)
    assert page.footer.paragraphs[0].text == "—  —"
    assert "PAGE" in page.footer.paragraphs[0]._p.xml
    assert not document.inline_shapes
    assert document.paragraphs[-1].text.startswith("内容摘要值：SHA-256 ")


def test_what_is_shown_is_noted_in_the_journal(
    app: Flask, store: Session, signed: Followed
) -> None:
    enter(app, "third").get(f"/centres/{signed.desk.centre}/rectification.docx")
    told = [one.detail for one in store.scalars(select(JournalRow))]
    assert sum("rectification" in one for one in told) == 1


def test_who_may_not_gets_404(app: Flask, signed: Followed, visit: Visit) -> None:
    centre = signed.desk.centre
    worker = enter(app, "worker")
    assert worker.get(f"/centres/{centre}/actions.pdf").status_code == 200
    assert worker.get(f"/centres/{centre}/rectification.pdf").status_code == 404
    lead = visit("senior_supervisor")
    for address in (
        f"/centres/{10**9}/actions.pdf",
        f"/centres/{centre}/actions.xlsx",
        f"/centres/{centre}/actions.pdf?lang=xx",
    ):
        assert enter(app, "third").get(address).status_code == 404, address
    assert lead.get("/rounds/999/report.pdf").status_code == 404


@pytest.fixture
def scene(store: Session) -> Scene:
    return a_scene(store)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_of_a_round_says_what_its_page_says(
    store: Session, scene: Scene, visit: Visit, language: str
) -> None:
    some_files(store, scene.centre, 10)
    who = scene.supervisor.account_id or 0
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=20), "period_until": TODAY}
    plan, now = a_plan(scene, **days), clock.now()
    made = plan_round(store, scene.supervisor, plan, ZONE, key=None, at=now)
    day = NewVisit(scene.centre, TODAY, who)
    (session_id,) = plan_round_visit(store, scene.supervisor, made, day, zone=ZONE, at=now)
    client = visit("lead")
    token = token_of(client.get(f"/sessions/{session_id}").text)
    data = {"csrf_token": token, "draw-reader_id": who}
    assert client.post(f"/sessions/{session_id}/draw", data=data).status_code == 302
    drawn = store.scalars(select(DrawRow)).one()
    heads = {
        "zh": ("评查轮次报告", "核验信息", "已签署案卷：0／5份", "没有双评案卷，无法判断"),
        "en": (
            "Reportofareviewround",
            "Verification",
            "Filessigned:0of5.",
            "nofilewasreadtwice;howfarreviewersagreecannotbetold",
        ),
    }[language]
    heads += (drawn.frame_digest, "SHA-256")
    centre = store.get_one(CentreRow, scene.centre)
    sample = f"{centre.name_zh}的抽样" if language == "zh" else f"Sampleof{centre.name_en}"
    heads += ("".join(sample.split()),)
    pdf = client.get(f"/rounds/{made}/report.pdf?lang={language}")
    word = client.get(f"/rounds/{made}/report.docx?lang={language}")
    for text in (pdf_text(pdf.data), word_text(word.data)):
        assert all(one in text for one in heads), text
    assert visit("far").get(f"/rounds/{made}/report.pdf").status_code == 404
