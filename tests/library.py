"""Documents and clauses for tests."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.standards import About, Clause, Document, DocumentState
from qa_app.domain.text import BilingualText
from qa_app.services.standards.import_library import Import, import_library
from tests.people import NOON, OPERATOR


def about(code: str = "LAW", **fields: Any) -> About:
    said = {
        "kind": "law",
        "region": "CN",
        "title": BilingualText("儿童保护法", "Child Protection Act"),
        "in_force_from": date(2021, 6, 1),
        **fields,
    }
    return About(code=code, **said)


def clause(locus: str = "11", **fields: Any) -> Clause:
    said = {"text": BilingualText("发现侵害立即报告", "Report harm at once"), **fields}
    return Clause(locus=locus, **said)


def document(
    code: str = "LAW",
    *clauses: Clause,
    state: DocumentState = DocumentState.IN_FORCE,
    **fields: Any,
) -> Document:
    return Document(about(code, **fields), state, clauses or (clause(),))


def shelve(session: Session, *documents: Document) -> list[tuple[str, Import, int]]:
    done = import_library(session, OPERATOR, documents, at=NOON)
    return [(one.code, one.outcome, one.clause_count) for one in done]
