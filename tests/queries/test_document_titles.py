"""Titles of documents are those of the library, also after a change."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.queries.document_titles import document_titles, titles_as_of, titles_changed
from qa_app.rubric_files.clauses import read_documents
from qa_app.services.standards.import_library import import_library
from tests.people import NOON, OPERATOR

_ABOUT = """\
schema: qa.sources/1
sources:
  CITY9:
    kind: standard
    region: CN-53
    status: read
    title: {{en: "{en}", zh: "本市第九号标准"}}
    ref: "1-20"
    issuer: {{en: "City", zh: "本市"}}
    version: "2026-01-01"
    in_force: {{from: "2026-01-01"}}
    review_on: "2027-03-31"
    where: {{en: "City hall", zh: "市政府"}}
"""


def test_titles_are_read_again_after_a_change(session: Session, shipped, tmp_path) -> None:
    file = tmp_path / "sources.yaml"

    def seen() -> dict[str, tuple[str, str]]:
        changed = session.scalar(select(titles_changed()))
        found = titles_as_of(session, changed)
        assert document_titles(session) == found
        session.rollback()
        return {code: (title.zh, title.en) for code, title in found.items()}

    assert seen() == {}
    for days, title in enumerate(("City standard nine", "City standard 9")):
        file.write_text(_ABOUT.format(en=title), "utf-8")
        documents = read_documents([file], shipped)
        import_library(session, OPERATOR, documents, at=NOON + timedelta(days=days))
        assert seen() == seen() == {"CITY9": ("本市第九号标准", title)}
