"""Every shipped rubric and example, from the file to the paper, filled in by nothing but its form."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.asked import AskedItem, asked_sections
from qa_app.domain.audit_entries import EntryKind, plain_case
from qa_app.domain.background import Asked, Shape, background_of
from qa_app.domain.case_plain import case_from
from qa_app.domain.draft import Draft, scored_draft
from qa_app.domain.export_columns import COLUMNS
from qa_app.domain.item_export import exported_rows, item_words
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Method, OptionRole, Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_explanation
from qa_app.domain.scoring_result import State, Why
from qa_app.domain.supervision import assessors_of
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.queries.audits import entries_of
from qa_app.queries.item_export import ExportFilter, exported_readings
from qa_app.queries.rubrics import rubric_by_id
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import read_rubric
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.audits import a_case_file, a_draft, holidays
from tests.builders import CHINA_2026
from tests.conftest import ROOT
from tests.people import OPERATOR
from tests.register import two_centres
from tests.web.conftest import Visit, form_token, the_supervisor, token_of
from tests.web.pagecheck import faults
from tests.web.sentforms import form_of

SHIPPED = ROOT / "rubrics"
FILES = sorted(
    str(file.relative_to(ROOT))
    for folder in (SHIPPED, SHIPPED / "reference", ROOT / "docs/examples/rubrics")
    for file in folder.glob("*.yaml")
    if file.read_text(encoding="utf-8").find("schema: qa.rubric/1") >= 0
)
OF_EACH_METHOD = (
    "docs/examples/rubrics/care_home_checklist.yaml",
    "rubrics/one_stop_centre.yaml",
    "rubrics/qa_system_maturity.yaml",
    "rubrics/reference/osri.yaml",
    "rubrics/reference/weakest_grade.yaml",
)
CASES = [
    *((file, "sqlite") for file in OF_EACH_METHOD),
    *(
        pytest.param(file, database, marks=pytest.mark.nightly)
        for file in FILES
        for database in ("sqlite", "postgresql")
        if (file in OF_EACH_METHOD) == (database == "postgresql")
    ),
]
"""By day a rubric of each method; by night all others, and those of the day on the other database."""
READ_AT = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)  # 10:00 in China
START = "sample.sample"
FIRST_DAY = date(2026, 1, 5)
LANGUAGES = ("zh", "en")
NOTE = "P.3: 2026-02-01"  # reads alike in both languages
EVERY = ("read", "independent", "anonymous")
_operations = count(10**9)


def test_the_list_holds_every_rubric_of_the_product() -> None:
    # 9 of the everyday lists, 2 examples of reference, 2 of the documentation
    assert len(FILES) == 13
    methods = {read_rubric(ROOT / file, SHIPPED).rubric.method for file in OF_EACH_METHOD}
    assert methods == set(Method)


@dataclass
class Reading:
    """One draft of one rubric on a reader's desk."""

    rubric: Rubric
    audit: int
    store: Session
    client: FlaskClient
    assessors: tuple[str, ...]
    language: str = "zh"

    @property
    def place(self) -> str:
        return f"/audits/{self.audit}"

    def page(self, path: str = "", language: str = "zh") -> str:
        if language != self.language:
            token = form_token(self.client)
            data = {"csrf_token": token, "back": "/"}
            assert self.client.post(f"/language/{language}", data=data).status_code == 302
            self.language = language
        answer = self.client.get(f"{self.place}{path}")
        assert answer.status_code == 200, path
        return answer.text

    def draft(self) -> Draft:
        """The draft as it stands in the database, scored by itself."""
        entries = entries_of(self.store, self.audit)
        self.store.rollback()
        local = datetime(2026, 6, 30, 10, 0)
        return scored_draft(self.rubric, entries, self.assessors, local, CHINA_2026)

    def save(self, item: AskedItem, value: str | None, **fields: Any) -> None:
        token = token_of(self.page())
        revision = re.search(rf'"{item.kind.value}/{item.code}": ?(\d+)', self.page())
        plain = {"kind": item.kind.value, "key": item.code, "value": value} | fields
        plain |= {"base": int(revision[1]) if revision else 0, "op": f"every-{next(_operations)}"}
        answer = self.client.post(
            f"{self.place}/entries", json=plain, headers={"X-CSRFToken": token}
        )
        assert answer.status_code == 200, (item.code, value, answer.text)


@pytest.fixture
def reader(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(clock, "now", lambda: READ_AT)
    return visit("senior_supervisor")


def begun(
    store: Session, client: FlaskClient, file: str, assessors: tuple[str, ...] = ()
) -> Reading:
    """Publish a file as the command does, and plan a draft of it."""
    read = read_rubric(ROOT / file, SHIPPED)
    centre, _ = two_centres(store)
    holidays(store)
    area = {one.code: one for one in read_areas(ROOT / file, SHIPPED)}[read.rubric.area]
    made = publish_rubric(store, OPERATOR, read.rubric, read.content, at=READ_AT, area=area)
    who = the_supervisor(store)
    # as a draw gives it to this reader; who else assesses is entered from their paper
    parts = assessors or tuple(assessors_of(who))
    audit = a_draft(
        store,
        centre,
        made.version_id,
        who,
        a_case_file(store, centre) if read.rubric.unit == "case" else None,
        area_code=read.rubric.area,
        assessors=list(parts),
    )
    rubric = rubric_by_id(store, made.version_id)
    store.rollback()
    assert rubric is not None
    return Reading(rubric, audit, store, client, parts)


# ---- what a form gets ----------------------------------------------------------------------


def filled(asked: Asked, name: str, place: int) -> dict[str, Any]:
    """One entry of the background as a browser sends it."""
    day = FIRST_DAY + timedelta(days=place)
    codes = [code for code, _ in asked.options]
    match asked.shape:
        case Shape.BOOL:
            return {name: "true"}
        case Shape.INT:
            return {name: "2"}
        case Shape.NUMBER:
            return {name: "0.95"}
        case Shape.DATE:
            return {name: day.isoformat()}
        case Shape.CHOICE:
            return {name: codes[place % len(codes)]}
        case Shape.MULTI:
            return {name: codes[:2]}
        case Shape.MOMENT:
            return {f"{name}.date": day.isoformat(), f"{name}.time": "09:30" if place % 2 else ""}
        case Shape.HISTORY:
            days = [FIRST_DAY.isoformat(), (FIRST_DAY + timedelta(days=40)).isoformat(), ""]
            return {f"{name}.at": days, f"{name}.value": [codes[0], codes[-1], ""]}
        case Shape.LOG:
            days = [(FIRST_DAY + timedelta(days=6 * week)).isoformat() for week in range(1, 20)]
            numbers = {f"{name}.value": ["1.5"] * 19} if asked.has_number else {}
            return {f"{name}.at": days} | numbers
        case Shape.SAMPLE:
            return sampled(asked, name)
        case Shape.WORDS:
            return {name: "昆明市检察院 2026-07号 6月29日"}


def sampled(asked: Asked, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = {f"{name}.rows": "3"}
    for row in range(3):
        for place, one in enumerate(asked.of_each):
            fields |= filled(one, f"{name}.{row}.{one.kind.value}.{one.key}", place + row)
        for place, item in enumerate(asked.items):
            codes = [option.code for option in item.scale.options if option.score is not None]
            # two cases of three at the top, and now and then a weak one
            code = codes[0] if row or place % 3 else codes[1]
            fields[f"{name}.{row}.answer.{item.code}"] = code
    return fields


def fill_background(reading: Reading) -> None:
    # a reader of the centre itself is asked for no paper of a judicial officer
    asked = [
        one
        for one in background_of(reading.rubric)
        if one.kind is not EntryKind.ASSESSOR or "supervisor" in reading.assessors
    ]
    if not asked:
        return
    fields = form_of(reading.page(), "s-background")
    for place, one in enumerate(asked):
        fields |= filled(one, f"{one.kind.value}.{one.key}", place)
    answer = reading.client.post(f"{reading.place}/sections/background", data=fields)
    assert answer.status_code == 302, answer.text
    saved = {(one.kind, one.key) for one in entries_of(reading.store, reading.audit)}
    reading.store.rollback()
    assert saved == {(one.kind, one.key) for one in asked}
    # what the page shows of it is what was typed: sending it untouched changes nothing
    again = form_of(reading.page(), "s-background")
    before = {(e.kind, e.key): (e.value, e.revision) for e in reading.draft().entries}
    assert (
        reading.client.post(f"{reading.place}/sections/background", data=again).status_code == 302
    )
    assert {(e.kind, e.key): (e.value, e.revision) for e in reading.draft().entries} == before


def chosen(item: AskedItem, place: int) -> str | None:
    """An answer for an item: mostly good, here and there a weak or an excluded one."""
    if not item.options:
        return "1"
    codes = [option.code for option in item.options if option.digit or item.is_found]
    excluded = [one.code for one in item.options if one.role is OptionRole.NOT_APPLICABLE]
    if place % 11 == 7 and excluded and item.critical is None:
        return excluded[0]
    return codes[1] if place % 4 == 3 and len(codes) > 1 else codes[0]


def answer_all(reading: Reading) -> None:
    """Answer what a reader answers: section by section, by JSON one by one and by plain forms."""
    for number, section in enumerate(asked_sections(reading.rubric)):
        fields = form_of(reading.page(f"?section={section.code}"), f"s-{section.code}")
        for place, item in enumerate(section.items):
            told = reading.draft().told.get(item.code)
            if item.is_per_case or (item.is_found and told and told.state is not State.OPEN):
                continue
            if told is not None and told.why not in {None, Why.NOT_ANSWERED, Why.CODE_UNKNOWN}:
                continue
            value = chosen(item, place + number)
            read = [code for code, _ in item.read]
            note = NOTE if value in item.demands_note or item.is_found else ""
            if number % 2:
                reading.save(item, value, note=note, read=read)
            else:
                key = f"{item.kind.value}.{item.code}"
                fields |= {key: value, f"note.{item.code}": note, f"read.{item.code}": read}
        if not number % 2:
            answer = reading.client.post(f"{reading.place}/sections/{section.code}", data=fields)
            assert answer.status_code == 302, answer.text
    if reading.rubric.holistic is not None:
        fields = form_of(reading.page("?section=whole"), "s-whole")
        fields |= {"holistic.holistic": reading.rubric.holistic.scale.options[1].code}
        answer = reading.client.post(f"{reading.place}/sections/whole", data=fields)
        assert answer.status_code == 302


# ---- what is compared ----------------------------------------------------------------------


def item_part(page: str, kind: str, code: str) -> str:
    """The one place of an item; more than one, or none, is a fault."""
    parts = re.findall(
        rf'<section class="pl-item pl-au-item" id="i-{re.escape(code)}" '
        rf'data-entry="{kind}/{re.escape(code)}".*?</section>',
        page,
        re.S,
    )
    assert len(parts) == 1, (code, len(parts))
    return parts[0]


def check_workspace(reading: Reading) -> None:
    """Every item stands once, with the state and the answer that the score gives it."""
    draft = reading.draft()
    for language in LANGUAGES:
        page = reading.page(language=language)
        assert faults(page, language) == []
        for section in asked_sections(reading.rubric):
            for item in section.items:
                part = item_part(page, item.kind.value, item.code)
                told = draft.told.get(item.code) if item.kind is EntryKind.ANSWER else None
                mode = re.search(r'data-mode="(\w+)"', part)[1]
                keys = re.findall(r'value="([^"]*)" checked', part.split("pl-au-read")[0])
                if told is None:
                    assert mode == "plain"
                    continue
                if told.state in {State.OFF, State.REPORTED}:
                    assert mode == told.state.value, item.code
                elif item.is_per_case:
                    assert mode == "cases", item.code
                else:
                    assert mode in {"plain", "found", "over"}, (item.code, mode)
                    assert keys == [told.code], (item.code, keys)
                    assert (mode == "found") == (told.source.value != "reader")


def check_signing(reading: Reading) -> None:
    """Nothing is missing, and the signature is taken."""
    page = reading.page("/check")
    draft = reading.draft()
    assert draft.lacks() == ()
    assert faults(page, "zh") == []
    data = {"csrf_token": token_of(page), "statement": list(EVERY)}
    assert reading.client.post(f"{reading.place}/check", data=data).status_code == 302


def check_papers(reading: Reading) -> None:
    """Page, paper, JSON and CSV say what scoring the entries says."""
    store, rubric = reading.store, reading.rubric
    row = store.get_one(AuditRow, reading.audit)
    local = datetime(2026, 6, 30, 10, 0)
    case = case_from(rubric, plain_case(entries_of(store, reading.audit), row.assessors, local))
    score = score_audit(rubric, case, CHINA_2026, explained=True)
    assert (row.state, row.band) == ("signed", score.band)
    store.rollback()
    frozen = json.loads(reading.page("/result.json"))["result"]
    assert frozen["explanation"] == plain_explanation(score.explanation)
    assert frozen["stop"] == score.stop
    assert frozen["gate"] == score.gate
    figure = result_figure(rubric, score)
    for language in LANGUAGES:
        page = reading.page("/report", language)
        assert faults(page, language) == []
        shown = re.search(r'class="pl-result-figure" data-content>([^<]*)<', page)
        assert shown is not None
        assert figure in shown[1], (figure, shown[1])
        paper = reading.client.get(f"{reading.place}/report.pdf?lang={language}&working=1")
        text = "".join(p.extract_text() for p in PdfReader(BytesIO(paper.data)).pages)
        assert "".join(figure.split()) in "".join(text.split())
        check_items(rubric, score, page, text, language)


def check_export(reading: Reading) -> None:
    """Nothing that was entered is missing where results are taken away item by item."""
    entries = reading.store.execute(
        select(AuditEntryRow.kind, AuditEntryRow.key, AuditEntryRow.value).where(
            AuditEntryRow.audit_id == reading.audit, AuditEntryRow.value.is_not(None)
        )
    ).all()
    found = [one for one, _ in exported_readings(reading.store, OPERATOR, ExportFilter())]
    (told,) = (one for one in found if one.head[0] == reading.audit)
    rows = [
        dict(zip([column.name for column in COLUMNS], row, strict=True))
        for row in exported_rows("X1", told, item_words(reading.rubric))
    ]
    reading.store.rollback()
    items = {(row["item"], row["code"]) for row in rows if row["kind"] in {"item", "rule"}}
    entered = {(row["kind"], row["item"], row["code"]) for row in rows}
    if reading.rubric.access == "sealed":
        return
    for kind, key, value in entries:
        assert (kind, key, value) in entered or (key, json.loads(value)) in items, (kind, key)


def result_figure(rubric: Rubric, score: Any) -> str:
    if score.percent is not None:
        return display(score.percent)
    if rubric.method is Method.DIMENSION_PROFILE:
        return str(min(score.levels.values()))
    return ""


def check_items(rubric: Rubric, score: Any, page: str, text: str, language: str) -> None:
    """Every item is once among the items and once in the working, with its words."""
    flat = "".join(text.split())
    for one in score.explanation.items if score.explanation else ():
        item = rubric.items[one.item]
        head = f'<th scope="row" data-content>{one.item}</th>'
        assert page.count(head) == 2, (one.item, page.count(head))
        assert "".join(item.text.in_language(language).split()) in flat, one.item
        row = page.split(head)[1].split("</tr>", maxsplit=1)[0]
        if one.state is not State.SCORED:
            working = page.split(head)[2].split("</tr>", maxsplit=1)[0]
            said = re.sub(r"<[^>]*>", "", working.split("</td>")[0]).strip()
            assert said, (one.item, "no reason")
        elif one.code is not None:
            label = next(o.label for o in item.scale.options if o.code == one.code)
            assert label.in_language(language) in row, one.item
    for code, rating in score.ratings.items():
        assert f"data-content>{code}<" in page, (code, rating)


@pytest.mark.parametrize(("file", "app"), CASES, indirect=["app"])
def test_from_file_to_paper(app: Flask, store: Session, reader: FlaskClient, file: str) -> None:
    reading = begun(store, reader, file)
    fill_background(reading)
    answer_all(reading)
    check_workspace(reading)
    check_signing(reading)
    check_papers(reading)
    check_export(reading)


def test_a_section_of_a_reader_who_takes_no_part_is_said_not_to_be_assessed(
    store: Session, reader: FlaskClient
) -> None:
    reading = begun(store, reader, "rubrics/one_stop_centre.yaml", ("centre",))
    fill_background(reading)
    answer_all(reading)
    check_workspace(reading)
    off = {code for code, told in reading.draft().told.items() if told.why is Why.NOT_ASSESSED}
    assert off == {f"C{number}" for number in range(1, 9)}
    check_signing(reading)
    check_papers(reading)
    frozen = json.loads(reading.page("/result.json"))["result"]
    assert frozen["not_assessed"] == ["C"]
    assert "未评估" in reading.page("/report")


def test_a_found_rating_is_overruled_with_a_reason(store: Session, reader: FlaskClient) -> None:
    reading = begun(store, reader, "rubrics/sw_case_management.yaml")
    fill_background(reading)
    answer_all(reading)
    found = reading.draft().found
    item = next(
        one
        for section in asked_sections(reading.rubric)
        for one in section.items
        if one.code in found and found[one.code] == "on_time"
    )
    reading.save(item, "late")
    lacks = [(lack.gap.value, lack.item) for lack in reading.draft().lacks()]
    assert lacks == [("reason", item.code)]
    reading.save(item, "late", note=NOTE)
    assert 'data-mode="over"' in item_part(reading.page(), "answer", item.code)
    check_workspace(reading)
    check_signing(reading)
    check_papers(reading)
    for language in LANGUAGES:
        row = reading.page("/report", language).split(f"data-content>{item.code}</th>")[1]
        assert NOTE in row.split("</tr>")[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "案情与时点中的数值"), ("en", "the number asked under case facts and dates")],
)
def test_an_item_that_waits_for_a_number_says_so_in_words(
    store: Session, reader: FlaskClient, language: str, words: str
) -> None:
    reading = begun(store, reader, "rubrics/supervision_practice.yaml")
    part = item_part(reading.page(language=language), "answer", "A2")
    assert 'data-mode="wait"' in part
    assert words in part
    assert "supervisees_per_supervisor" not in part


def test_a_judicial_officers_section_is_assessed_from_their_paper(
    store: Session, reader: FlaskClient
) -> None:
    # the whole way is walked above; here what the page, the report and a reader of the centre get
    reading = begun(store, reader, "rubrics/one_stop_centre.yaml")
    off = {code for code, told in reading.draft().told.items() if told.why is Why.NOT_ASSESSED}
    assert len(off) == 8
    page = reading.page("?section=background")
    assert "司法人员现场评查的部分（C）" in page
    # until the paper is named the officer's columns are shut, what stands in them is kept
    shut = "C1、C2、C3、C4、C5、C6、C7、C8：由司法人员现场评查。"
    assert shut in page
    fields = form_of(page, "s-background")
    assert f"{START}.0.answer.C1" not in fields
    assert f"{START}.0.answer.D1" in fields
    typed = fields | {f"{START}.0.answer.C1": "met", f"{START}.0.answer.D1": "met"}
    assert reader.post(f"{reading.place}/sections/background", data=typed).status_code == 302
    page = reading.page("?section=background")
    assert form_of(page, "s-background")[f"{START}.0.answer.C1"] == ["met"]
    token = token_of(page)
    plain = {"kind": "assessor", "key": "judicial", "base": 0, "op": "first-paper"}
    plain |= {"fields": [["assessor.judicial", "昆明市检察院 2026-07号"]]}
    headers = {"X-CSRFToken": token}
    answer = reader.post(f"{reading.place}/entries", json=plain, headers=headers)
    assert answer.status_code == 200
    # at once the section is open: nothing else of it was entered
    assert {reading.draft().told[code].why for code in off} & {Why.NOT_ASSESSED} == set()
    page = reading.page("?section=background")
    assert f'name="{START}.0.answer.C1"' in page
    assert f"{START}.1.answer.C1" in form_of(page, "s-background")
    store.execute(update(AuditRow).where(AuditRow.id == reading.audit).values(assessors=["centre"]))
    store.commit()
    page = reading.page("?section=background")
    assert "司法人员现场评查的部分" not in page
    assert "由中心以外的督导者照其签字评查表填写" in page
    plain |= {"base": 1, "op": "second-paper"}
    refused = reader.post(f"{reading.place}/entries", json=plain, headers=headers)
    assert refused.status_code == 422
    assert "中心以外的督导者" in str(refused.json), refused.text
