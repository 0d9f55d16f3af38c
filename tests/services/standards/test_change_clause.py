import json
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import STANDARD_CODE_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.standards import Clause
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.library import clause_of
from qa_app.models.standards import StandardClauseRow
from qa_app.services.standards.add_clause import add_clause
from qa_app.services.standards.change_clause import ClauseChange, change_clause
from qa_app.services.standards.supersede_document import supersede_document
from tests.library import clause, document, shelve
from tests.people import NOON, person

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
OTHERS = [role for role in Role if role is not Role.SENIOR_SUPERVISOR]


def row(session: Session, locus: str = "11") -> StandardClauseRow:
    session.rollback()
    return session.get_one(StandardClauseRow, ("LAW", locus))


def details(session: Session) -> list[tuple[str, dict]]:
    found = session.execute(
        select(JournalRow.object_id, JournalRow.detail).where(JournalRow.action == "clause:change")
    )
    return [(one.object_id, json.loads(one.detail)) for one in found]


def change(session: Session, new: Clause, revision: int = 1) -> bool:
    return change_clause(session, SUPERVISOR, ClauseChange("LAW", new, revision), at=NOON)


def test_a_clause_is_added_at_the_end(session: Session) -> None:
    shelve(session, document())
    new = clause("62", quote=" 应当每年查询 ", within="12m")
    assert add_clause(session, SUPERVISOR, "LAW", new, at=NOON)
    now = row(session, "62")
    assert (now.position, now.revision, now.updated_by) == (2, 1, "督导甲")
    assert clause_of(now) == clause("62", quote="应当每年查询", within="12m")
    assert details(session) == [("LAW#62", {"change": "add", "revision": 1})]
    assert not add_clause(session, SUPERVISOR, "LAW", new, at=NOON)
    with pytest.raises(ConflictError, match="locus_taken"):
        add_clause(session, SUPERVISOR, "LAW", clause("62"), at=NOON)


@pytest.mark.both_databases
def test_the_journal_names_a_clause_however_long_code_and_number_are(session: Session) -> None:
    code, locus = "L" * STANDARD_CODE_MOST, "9" * 64
    shelve(session, document(code))
    assert add_clause(session, SUPERVISOR, code, clause(locus), at=NOON)
    assert [name for name, _ in details(session)] == [f"{code}#{locus}"]


@pytest.mark.parametrize(
    ("new", "faults"),
    [
        (clause("a b"), ("locus",)),
        (clause("9" * 65), ("locus",)),
        (clause(text=BilingualText("", "English only")), ("text",)),
        (clause(seen="heard"), ("seen",)),
        (clause(quote="长" * 501), ("quote_long",)),
        (clause(text=BilingualText("长" * 2001)), ("too_long",)),
        (clause(who=BilingualText("长" * 201)), ("too_long",)),
        (clause("", text=BilingualText()), ("locus", "text")),
    ],
)
def test_every_fault_is_named_and_nothing_kept(
    session: Session, new: Clause, faults: tuple[str, ...]
) -> None:
    shelve(session, document("LAW", clause("1")))
    with pytest.raises(InvalidError) as refused:
        add_clause(session, SUPERVISOR, "LAW", new, at=NOON)
    assert refused.value.codes == faults
    assert session.execute(select(StandardClauseRow.locus)).scalars().all() == ["1"]


def test_changing_raises_the_revision_and_twice_does_no_harm(session: Session) -> None:
    shelve(session, document())
    better = clause(quote="应当立即")
    assert change(session, better)
    assert (row(session).quote, row(session).revision) == ("应当立即", 2)
    assert details(session) == [("LAW#11", {"change": "change", "revision": 2})]
    assert not change(session, better)
    with pytest.raises(ConflictError, match="stale"):
        change(session, clause(quote="别的"))
    with pytest.raises(InvalidError, match="text"):
        change(session, clause(text=BilingualText()), 2)


def test_the_clauses_of_a_superseded_document_stay(session: Session) -> None:
    shelve(session, document(), document("NEW"))
    supersede_document(session, SUPERVISOR, "LAW", "NEW", date(2026, 4, 1), at=NOON)
    with pytest.raises(ConflictError, match="superseded"):
        change(session, clause(quote="别的"))
    with pytest.raises(ConflictError, match="superseded"):
        add_clause(session, SUPERVISOR, "LAW", clause("12"), at=NOON)


def test_other_roles_may_not(session: Session) -> None:
    shelve(session, document())
    for role in OTHERS:
        with pytest.raises(NotAllowedError):
            add_clause(session, person(role), "LAW", clause("12"), at=NOON)
        with pytest.raises(NotAllowedError):
            change_clause(
                session, person(role), ClauseChange("LAW", clause(quote="应当"), 1), at=NOON
            )
    assert details(session) == []


def test_what_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(OutOfReachError):
        add_clause(session, SUPERVISOR, "LAW", clause(), at=NOON)
    shelve(session, document())
    with pytest.raises(OutOfReachError):
        change(session, clause("12"))
