import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.standards import DocumentState
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.library import stored_document
from qa_app.models.standards import StandardDocumentRow
from qa_app.services.standards.add_clause import add_clause
from qa_app.services.standards.change_document import change_document
from qa_app.services.standards.import_library import Import, import_library
from qa_app.services.standards.put_document_in_force import put_document_in_force
from qa_app.services.standards.supersede_document import supersede_document
from tests.library import about, clause, document, shelve
from tests.people import NOON, OPERATOR, person

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)


def stored(session: Session, code: str = "LAW"):
    session.rollback()
    return stored_document(session, session.get_one(StandardDocumentRow, code))


def entries(session: Session) -> list[JournalRow]:
    return list(session.execute(select(JournalRow).order_by(JournalRow.seq)).scalars())


def test_each_document_is_added_with_its_clauses_and_one_journal_row(session: Session) -> None:
    law = document("LAW", clause("11", quote="应当立即报告"), clause("12", seen="title-only"))
    guide = document("GUIDE", clause("1"), kind="guide", state=DocumentState.DRAFT)
    assert shelve(session, law, guide) == [
        ("LAW", Import.ADDED, 2),
        ("GUIDE", Import.ADDED, 1),
    ]
    assert stored(session) == law
    assert stored(session, "GUIDE") == guide
    first, _second = entries(session)
    assert (first.action, first.object_type, first.object_id) == (
        "standard:import",
        "standard_document",
        "LAW",
    )
    assert json.loads(first.detail) == {"change": "added", "count": 2, "digest": law.digest}


def test_the_same_again_changes_nothing(session: Session) -> None:
    shelve(session, document())
    assert shelve(session, document()) == [("LAW", Import.UNCHANGED, 1)]
    assert len(entries(session)) == 1
    assert session.get_one(StandardDocumentRow, "LAW").revision == 1


def test_a_better_text_replaces_the_old_one(session: Session) -> None:
    shelve(session, document("LAW", clause("11"), clause("12")))
    better = document("LAW", clause("11", quote="应当立即"), clause("13"), number="1")
    assert shelve(session, better) == [("LAW", Import.UPDATED, 2)]
    assert stored(session) == better
    assert session.get_one(StandardDocumentRow, "LAW").revision == 2
    assert json.loads(entries(session)[-1].detail)["change"] == "updated"


def test_what_people_changed_is_kept(session: Session) -> None:
    shelve(session, document())
    mine = about(title=BilingualText("本地名称", "Local name"))
    change_document(session, SUPERVISOR, mine, 1, at=NOON)
    assert shelve(session, document(number="9")) == [("LAW", Import.KEPT, 1)]
    assert stored(session).about.title.zh == "本地名称"
    # the file that it came from is known again all the same
    assert shelve(session, document()) == [("LAW", Import.UNCHANGED, 1)]


def test_a_clause_that_people_added_is_kept(session: Session) -> None:
    shelve(session, document())
    add_clause(session, SUPERVISOR, "LAW", clause("99"), at=NOON)
    assert shelve(session, document(number="9")) == [("LAW", Import.KEPT, 1)]
    assert [one.locus for one in stored(session).clauses] == ["11", "99"]


def test_being_in_force_here_is_no_reason_to_refuse_a_better_text(session: Session) -> None:
    draft = document(state=DocumentState.DRAFT, in_force_from=None)
    shelve(session, draft)
    put_document_in_force(session, SUPERVISOR, "LAW", date(2026, 4, 1), at=NOON)
    better = replace(draft, clauses=(clause("11", quote="应当"),))
    assert shelve(session, better) == [("LAW", Import.UPDATED, 1)]
    now = stored(session)
    assert (now.state, now.about.in_force_from) == (DocumentState.IN_FORCE, date(2026, 4, 1))
    assert now.clauses[0].quote == "应当"


def test_what_is_superseded_stays_as_it_was(session: Session) -> None:
    shelve(session, document(), document("NEW"))
    supersede_document(session, SUPERVISOR, "LAW", "NEW", date(2026, 4, 1), at=NOON)
    assert shelve(session, document(number="9")) == [("LAW", Import.KEPT, 1)]


def test_an_unknown_area_refuses_the_whole_call(session: Session) -> None:
    with pytest.raises(InvalidError) as refused:
        shelve(session, document(), document("B", area="astronomy"))
    assert (refused.value.code, refused.value.params) == ("unknown_area", {"area": "astronomy"})
    assert entries(session) == []
    assert shelve(session, document("B", area="legal_aid")) == [("B", Import.ADDED, 1)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SENIOR_SUPERVISOR])
def test_others_may_not(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        import_library(session, person(role), [document()], at=NOON)
    assert entries(session) == []


def test_the_command_line_and_supervisors_may(session: Session) -> None:
    assert import_library(session, OPERATOR, [document()], at=NOON)
    assert import_library(session, SUPERVISOR, [document("B")], at=NOON)
