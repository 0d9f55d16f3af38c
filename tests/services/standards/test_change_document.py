"""Adding, changing, putting in force and superseding documents; both databases."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.standards import DocumentState
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.library import about_of
from qa_app.models.standards import StandardDocumentRow
from qa_app.services.standards.add_document import add_document
from qa_app.services.standards.change_document import change_document
from qa_app.services.standards.put_document_in_force import put_document_in_force
from qa_app.services.standards.supersede_document import supersede_document
from tests.library import about, document, shelve
from tests.people import NOON, person

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
OTHERS = [role for role in Role if role is not Role.SENIOR_SUPERVISOR]
NEW_TITLE = BilingualText("新名称", "New title")
APRIL = date(2026, 4, 1)


def row(session: Session, code: str = "LAW") -> StandardDocumentRow:
    session.rollback()
    return session.get_one(StandardDocumentRow, code)


def details(session: Session, action: str = "standard:change") -> list[dict]:
    found = session.execute(
        select(JournalRow.detail).where(JournalRow.action == action).order_by(JournalRow.seq)
    )
    return [json.loads(one) for one in found.scalars()]


def test_a_new_document_is_a_draft(session: Session) -> None:
    typed = about(number="  GB/T 1 ", where=BilingualText("一\r\n二 ", ""))
    assert add_document(session, SUPERVISOR, typed, at=NOON)
    now = row(session)
    assert (now.state, now.revision, now.updated_by) == ("draft", 1, "督导甲")
    assert about_of(now) == about(number="GB/T 1", where=BilingualText("一\n二", ""))
    assert details(session) == [{"change": "add", "revision": 1, "successor": None}]


def test_sent_twice_it_is_added_once(session: Session) -> None:
    assert add_document(session, SUPERVISOR, about(), at=NOON)
    assert not add_document(session, SUPERVISOR, about(), at=NOON)
    assert len(details(session)) == 1
    with pytest.raises(ConflictError, match="code_taken"):
        add_document(session, SUPERVISOR, about(title=NEW_TITLE), at=NOON)


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"code": "a b"}, ("code",)),
        ({"code": "x" * 33}, ("code",)),
        ({"kind": "novel"}, ("kind",)),
        ({"seen": "heard"}, ("seen",)),
        ({"region": "yunnan"}, ("region",)),
        ({"title": BilingualText("", "Only English")}, ("title",)),
        ({"in_force_until": date(2021, 6, 1)}, ("dates",)),
        ({"title": BilingualText("长" * 201)}, ("too_long",)),
        ({"number": "9" * 81}, ("too_long",)),
        ({"area": "astronomy"}, ("area",)),
        ({"code": "", "region": "", "title": BilingualText()}, ("code", "region", "title")),
    ],
)
def test_every_fault_is_named_and_nothing_kept(
    session: Session, fields: dict, faults: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidError) as refused:
        add_document(session, SUPERVISOR, replace(about(), **fields), at=NOON)
    assert refused.value.codes == faults
    assert session.execute(select(StandardDocumentRow.code)).all() == []


def test_changing_raises_the_revision(session: Session) -> None:
    shelve(session, document())
    assert change_document(session, SUPERVISOR, about(title=NEW_TITLE), 1, at=NOON)
    assert (row(session).title_zh, row(session).revision) == ("新名称", 2)
    assert details(session) == [{"change": "change", "revision": 2, "successor": None}]
    # sent twice: the second finds what it wants already there
    assert not change_document(session, SUPERVISOR, about(title=NEW_TITLE), 1, at=NOON)
    assert row(session).revision == 2


def test_a_stale_change_is_refused(session: Session) -> None:
    shelve(session, document())
    change_document(session, SUPERVISOR, about(title=NEW_TITLE), 1, at=NOON)
    with pytest.raises(ConflictError, match="stale"):
        change_document(session, SUPERVISOR, about(number="7"), 1, at=NOON)
    assert row(session).number == ""


def test_a_first_day_that_was_known_does_not_get_lost(session: Session) -> None:
    shelve(session, document())
    with pytest.raises(InvalidError, match="from"):
        change_document(session, SUPERVISOR, about(in_force_from=None), 1, at=NOON)
    with pytest.raises(InvalidError, match="area"):
        change_document(session, SUPERVISOR, about(area="astronomy"), 1, at=NOON)


def test_a_draft_is_put_in_force_once(session: Session) -> None:
    shelve(session, document(state=DocumentState.DRAFT, in_force_from=None))
    with pytest.raises(InvalidError, match="from"):
        put_document_in_force(session, SUPERVISOR, "LAW", None, at=NOON)
    assert put_document_in_force(session, SUPERVISOR, "LAW", APRIL, at=NOON)
    assert (row(session).state, row(session).in_force_from) == ("in_force", APRIL)
    assert not put_document_in_force(session, SUPERVISOR, "LAW", APRIL, at=NOON)
    assert details(session) == [{"change": "put_in_force", "revision": 2, "successor": None}]


def test_the_day_of_its_description_will_do_but_not_after_its_end(session: Session) -> None:
    shelve(session, document(state=DocumentState.DRAFT, in_force_until=APRIL))
    with pytest.raises(InvalidError, match="dates"):
        put_document_in_force(session, SUPERVISOR, "LAW", APRIL, at=NOON)
    assert put_document_in_force(session, SUPERVISOR, "LAW", None, at=NOON)
    assert row(session).in_force_from == date(2021, 6, 1)


def test_superseding_names_the_successor(session: Session) -> None:
    shelve(session, document(), document("NEW"), document("NEXT"))
    assert supersede_document(session, SUPERVISOR, "LAW", "NEW", APRIL, at=NOON)
    now = row(session)
    assert (now.state, now.superseded_by, now.in_force_until) == ("superseded", "NEW", APRIL)
    assert details(session) == [{"change": "supersede", "revision": 2, "successor": "NEW"}]
    assert not supersede_document(session, SUPERVISOR, "LAW", "NEW", APRIL, at=NOON)
    for act in (
        lambda: supersede_document(session, SUPERVISOR, "LAW", "NEXT", APRIL, at=NOON),
        lambda: put_document_in_force(session, SUPERVISOR, "LAW", APRIL, at=NOON),
        lambda: change_document(session, SUPERVISOR, about(number="7"), 2, at=NOON),
    ):
        with pytest.raises(ConflictError, match="superseded"):
            act()


@pytest.mark.parametrize(
    ("successor", "end", "error", "code"),
    [
        ("LAW", APRIL, InvalidError, "successor"),
        ("NONE", APRIL, InvalidError, "successor"),
        ("OLD", APRIL, InvalidError, "successor"),
        ("NEW", date(2021, 6, 1), InvalidError, "dates"),
    ],
)
def test_what_cannot_take_its_place(
    session: Session, successor: str, end: date, error: type[Exception], code: str
) -> None:
    shelve(session, document(), document("NEW"), document("OLD"))
    supersede_document(session, SUPERVISOR, "OLD", "NEW", APRIL, at=NOON)
    with pytest.raises(error) as refused:
        supersede_document(session, SUPERVISOR, "LAW", successor, end, at=NOON)
    assert refused.value.code == code
    assert row(session).state == "in_force"


def test_a_draft_is_not_superseded(session: Session) -> None:
    shelve(session, document(state=DocumentState.DRAFT), document("NEW"))
    with pytest.raises(ConflictError, match="draft"):
        supersede_document(session, SUPERVISOR, "LAW", "NEW", APRIL, at=NOON)


ACTS: list[Callable] = [
    lambda session, actor: add_document(session, actor, about("B"), at=NOON),
    lambda session, actor: change_document(session, actor, about(number="7"), 1, at=NOON),
    lambda session, actor: put_document_in_force(session, actor, "LAW", APRIL, at=NOON),
    lambda session, actor: supersede_document(session, actor, "LAW", "NEW", APRIL, at=NOON),
]


@pytest.mark.parametrize("act", ACTS)
def test_other_roles_may_not(session: Session, act: Callable) -> None:
    shelve(session, document(), document("NEW"))
    for role in OTHERS:
        with pytest.raises(NotAllowedError):
            act(session, person(role))
    assert details(session) == []


@pytest.mark.parametrize("act", ACTS[1:])
def test_what_is_not_there_is_not_found(session: Session, act: Callable) -> None:
    with pytest.raises(OutOfReachError):
        act(session, SUPERVISOR)


def test_of_two_at_once_one_is_stale(engine: Engine) -> None:
    with Session(engine) as session:
        shelve(session, document())
    start, outcomes = Barrier(2), []

    def run(number: str) -> None:
        with Session(engine) as own:
            start.wait()
            try:
                change_document(own, SUPERVISOR, about(number=number), 1, at=NOON)
                outcomes.append("done")
            except ConflictError as fault:
                outcomes.append(fault.code)

    threads = [Thread(target=run, args=(number,)) for number in ("1", "2")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["done", "stale"]
