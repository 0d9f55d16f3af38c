"""A note on well-being shows on its two people's pages and leaves no trace anywhere else.

Every page and file that can be opened by address is asked for as everybody, once for each thing
that stands in the database; none of them holds a word of the note.
"""

import re
from io import BytesIO
from itertools import product
from zipfile import BadZipFile, ZipFile

import pytest
from flask import Flask, url_for
from pypdf import PdfReader
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule

from qa_app import clock
from qa_app.domain.supervision_records import AnswerKind
from qa_app.models.journal import JournalRow
from qa_app.services.records.answer_record import RecordAnswerSent, answer_record
from qa_app.services.records.save_well_being import NoteSent, save_well_being
from tests.audits import ZONE
from tests.records import a_talk, begin, fill, sign
from tests.sessions import some_files
from tests.web.conftest import CAST, Visit

MARKER = "紫貂夜莺四十七"
OWN = {"records.show"}
PARAMETERS = {"language": "zh", "form": "pdf", "code": "sample", "version": "1.0.0"}


def read(body: bytes, kind: str) -> str:
    """What a person would read in a file."""
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    try:
        with ZipFile(BytesIO(body)) as packed:
            return "".join(packed.read(one).decode("utf-8", "ignore") for one in packed.namelist())
    except BadZipFile:
        return body.decode("utf-8", "ignore")


@pytest.fixture
def noted(store: Session) -> int:
    talk = a_talk(store, planned_on=clock.today(ZONE))
    some_files(store, talk.scene.centre, 2)
    now = clock.now()
    begin(store, talk, now)
    fill(store, talk, now)
    sign(store, talk, at=now)
    note = NoteSent(MARKER, 0)
    save_well_being(store, talk.lead, talk.session_id, note, at=now)
    sent = RecordAnswerSent(AnswerKind.ACKNOWLEDGED)
    answer_record(store, talk.worker, talk.session_id, sent, at=now)
    store.rollback()
    return talk.session_id


TYPED = re.compile(rf'value="{MARKER}"|(?:value|href|action)="[^"]*[?&;]q={MARKER}(?:[&#][^"]*)?"')
"""Where a page may say again what somebody looked for."""


def words_of(rule: Rule) -> dict[str, list[str]]:
    """The words that parts of an address may be: `/x.<any(csv, pdf):form>` is two addresses."""
    return {
        name: sorted(part.items)
        for name, part in rule._converters.items()
        if isinstance(part, AnyConverter) and (name == "form" or name not in PARAMETERS)
    }


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Every page and file, by address; what stands in the database has number 1."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or rule.endpoint == "static":
                continue
            words = words_of(rule)
            for chosen in product(*words.values()):
                values = {one: PARAMETERS.get(one, 1) for one in rule.arguments}
                values |= dict(zip(words, chosen, strict=True))
                try:
                    found.append((rule.endpoint, url_for(rule.endpoint, **values)))
                except (ValueError, TypeError):
                    found.append((rule.endpoint, url_for(rule.endpoint, **values | {"name": "x"})))
    return found


NEAREST = ("lead", "worker", "centre_manager", "senior_supervisor", "audit_admin")
EVERYBODY = (*CAST, "lead", "worker", "far", "reader", None)


@pytest.mark.parametrize(
    ("people", "looking"),
    [
        (NEAREST, ("lead", "senior_supervisor")),
        pytest.param(EVERYBODY, EVERYBODY, marks=pytest.mark.nightly),
    ],
    ids=["those_nearest", "everybody"],
)
def test_no_page_paper_or_search_shows_it_but_those_of_its_two_people(
    app: Flask,
    visit: Visit,
    noted: int,
    people: tuple[str | None, ...],
    looking: tuple[str | None, ...],
) -> None:
    """By day those nearest open everything, and the two who find most look for it as well."""
    assert noted == 1
    seen, everything = set(), addresses(app)
    for who in people:
        client = visit(who)
        for endpoint, address in everything:
            for query in ("", f"?q={MARKER}")[: 1 + (who in looking)]:
                answer = client.get(address + query)
                found = read(answer.data, answer.mimetype)
                if query:
                    # what somebody looks for stands in their field and in addresses of the page
                    found = TYPED.sub("", found)
                if MARKER in found:
                    seen.add((who, endpoint, bool(query)))
    assert seen == {
        (who, endpoint, is_asked)
        for who in ("lead", "worker")
        for endpoint in OWN
        for is_asked in {False, who in looking}
    }


def test_what_is_typed_is_told_from_what_is_shown() -> None:
    page = f'<input value="{MARKER}"><a href="/x?q={MARKER}&amp;page=2">'
    assert MARKER not in TYPED.sub("", page)
    assert MARKER in TYPED.sub("", f'{page}<p title="{MARKER}">')
    assert MARKER in TYPED.sub("", f"{page}<p>{MARKER}</p>")
    assert MARKER in TYPED.sub("", f'<input value="wrote {MARKER}">')


def test_neither_the_journal_nor_any_column_holds_it_in_clear(store: Session, noted: int) -> None:
    assert noted
    details = store.scalars(select(JournalRow.detail)).all()
    assert not any(MARKER in one for one in details)
    engine = store.get_bind()
    for table in inspect(engine).get_table_names():
        for row in store.execute(text(f'SELECT * FROM "{table}"')):
            for value in row:
                said = bytes(value) if isinstance(value, memoryview) else value
                kept = said if isinstance(said, bytes) else str(said).encode()
                assert MARKER.encode() not in kept, table


def test_one_module_reads_it() -> None:
    from tests.conftest import ROOT

    users = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "qa_app").rglob("*.py")
        if "WellBeingNoteRow" in file.read_text("utf-8")
    }
    assert users == {
        "qa_app/models/records.py",
        "qa_app/queries/retention.py",  # finds by its days what is taken out, and reads no text
        "qa_app/queries/well_being.py",
        "qa_app/services/records/save_well_being.py",
    }
