"""What an item rests on is called by its title, also when only the library knows it."""

from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from qa_app.rubric_files.clauses import read_documents
from qa_app.services.standards.import_library import import_library
from tests.audits import a_desk
from tests.builders import item, section
from tests.cli.test_rubrics import OWN_SOURCES
from tests.people import NOON, OPERATOR
from tests.web.test_supplements import speak
from tests.web.visits import enter


def test_a_reader_sees_the_title_of_a_source_that_the_library_holds(
    app: Flask, store: Session, shipped: Path, tmp_path: Path
) -> None:
    desk = a_desk(store, section("A", item("A1", std=["CITY9#7"]), item("A2", std=["MPL#111"])))
    client = enter(app, "reader")
    assert "CITY9 7" in client.get(f"/audits/{desk.audit}").text
    file = tmp_path / "sources.yaml"
    file.write_text(OWN_SOURCES, "utf-8")
    import_library(store, OPERATOR, read_documents([file], shipped), at=NOON)
    for language, own, known in (
        ("zh", "本市第九号标准 7", "未成年人保护法"),
        ("en", "City standard nine 7", "Law on the Protection of Minors"),
    ):
        speak(client, language)
        page = client.get(f"/audits/{desk.audit}").text
        assert own in page
        assert known in page
        assert "CITY9" not in page
