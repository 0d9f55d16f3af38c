from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.services.audits.open_draft import open_draft
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, Desk, a_desk, a_draft, change
from tests.people import NOON, OPERATOR
from tests.statements import counted


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def test_the_reader_gets_everything_in_two_queries_and_one_journal_row(
    session: Session, desk: Desk
) -> None:
    changes = [change("A1", "partly", note="缺签字"), change("A2", "met")]
    save_entries(session, desk.reader, desk.audit, changes, ZONE, at=NOON)
    for _ in range(3):
        a_draft(session, desk.centre, desk.rubric, desk.reader)
    with counted(session) as statements:
        draft = open_draft(session, desk.reader, desk.audit, "workspace", zone=ZONE, at=NOON)
    asked = [one for one in statements if one.startswith("SELECT") and "journal_head" not in one]
    assert len(asked) == 2
    assert (draft.reference, draft.centre_name.zh, draft.area_name.en) == (
        "KM-26-0000-00077",
        "中心甲",
        "Social work / case management",
    )
    found = {entry.key: (entry.value, entry.note, entry.revision) for entry in draft.entries}
    assert found == {"A1": ("partly", "缺签字", 1), "A2": ("met", "", 1)}
    assert draft.saved_at == NOON
    row = session.execute(select(JournalRow).where(JournalRow.action == "audit:read")).scalar_one()
    assert (row.object_id, row.centre_id, row.detail) == (
        str(desk.audit),
        desk.centre,
        '{"request":null,"view":"workspace","why":null}',
    )


def test_a_draft_without_entries_opens(session: Session, desk: Desk) -> None:
    draft = open_draft(session, desk.reader, desk.audit, "workspace", zone=ZONE, at=NOON)
    assert (draft.entries, draft.saved_at) == ((), None)


def test_nobody_else_opens_it_and_a_signed_one_is_no_draft(session: Session, desk: Desk) -> None:
    for actor in (desk.second, desk.manager, desk.elsewhere):
        with pytest.raises(OutOfReachError):
            open_draft(session, actor, desk.audit, "workspace", zone=ZONE, at=NOON)
    session.get_one(AuditRow, desk.audit).state = "signed"
    session.commit()
    with pytest.raises(OutOfReachError):
        open_draft(session, desk.reader, desk.audit, "workspace", zone=ZONE, at=NOON)
    read = select(func.count()).select_from(JournalRow).where(JournalRow.action == "audit:read")
    assert session.execute(read).scalar_one() == 0


def test_who_no_longer_reads_at_the_centre_does_not_open_it(session: Session, desk: Desk) -> None:
    for grants in (desk.elsewhere.grants, desk.manager.grants, ()):
        with pytest.raises(OutOfReachError):
            open_draft(
                session,
                replace(desk.reader, grants=grants),
                desk.audit,
                "workspace",
                zone=ZONE,
                at=NOON,
            )


def test_what_ties_a_reader_costs_one_query_more_and_bars_where_it_ties(
    session: Session, desk: Desk
) -> None:
    def asked() -> int:
        with counted(session) as statements:
            open_draft(session, desk.reader, desk.audit, "workspace", zone=ZONE, at=NOON)
        return len([one for one in statements if one.startswith("SELECT")])

    def tie(centre: int) -> None:
        made = Tie(TieKind.CONFLICT, centre, None, NOON.date(), None, ConflictReason.FAMILY)
        record_tie(session, OPERATOR, NewTie(desk.reader.account_id or 0, made), at=NOON)

    untied = asked()
    (other,) = desk.elsewhere.grants[0].reach.centre_ids
    tie(other)
    assert asked() == untied + 1
    tie(desk.centre)
    with pytest.raises(ConflictError) as fault:
        asked()
    assert fault.value.code == "barred"
