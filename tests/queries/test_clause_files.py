"""The files behind a count of answers, within reach; both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.answer_counts import ItemUse
from qa_app.domain.people import Actor, Role
from qa_app.models.findings import CorrectiveActionRow
from qa_app.queries import clause_files
from qa_app.queries.clause_files import FileBelow, FilesAsked, files_below
from qa_app.queries.library_uses import answers_within, items_in_force
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, later_reading, sign
from tests.people import NOON, person

TODAY = date(2026, 3, 23)


@pytest.fixture
def one(session: Session) -> Followed:
    """Three files read: A2 is not met in the first and the third, B1 in the third."""
    made = a_followed(session)
    sign(session, made, "A2")
    later_reading(session, made, 1)
    later_reading(session, made, 2, "A2", "B1")
    return made


def of_item(session: Session, code: str) -> ItemUse:
    uses = items_in_force(session, TODAY)
    return next(use for use in uses if use.item.code == code)


def listed(session: Session, actor: Actor, code: str = "A2", **bounds) -> tuple[FileBelow, ...]:
    return files_below(
        session, actor, of_item(session, code), TODAY, FilesAsked(NOON, **bounds)
    ).files


def test_the_files_are_those_that_the_count_counts(session: Session, one: Followed) -> None:
    found = listed(session, one.desk.manager)
    assert [file.code for file in found] == ["unmet", "unmet"]
    assert found[-1].audit_id == one.audit
    assert found[0].audit_id > found[1].audit_id
    assert len(listed(session, one.desk.manager, "B1")) == 1
    assert listed(session, one.desk.manager, "A1") == ()
    for code in ("A1", "A2", "B1"):
        use = of_item(session, code)
        ((_use, told),) = answers_within(session, one.desk.manager, [use], TODAY, at=NOON)
        assert len(listed(session, one.desk.manager, code)) == told.below


def test_what_has_to_be_done_stands_beside_the_file(session: Session, one: Followed) -> None:
    first = listed(session, one.desk.manager)[-1]
    wanted = session.execute(
        select(CorrectiveActionRow.id).where(CorrectiveActionRow.audit_id == one.audit)
    ).scalar_one()
    assert (first.action_id, first.action_state) == (wanted, ActionState.OPEN)
    assert (first.read_on, first.is_final, first.centre_name.zh) == (TODAY, False, "中心甲")
    assert first.reference == "KM-26-0000-00077"


def test_reach_decides_file_by_file(session: Session, one: Followed) -> None:
    assert len(listed(session, one.desk.reader)) == 2
    assert listed(session, one.desk.elsewhere) == ()
    for role in (Role.JUDICIAL_READER, Role.SYS_ADMIN, Role.AUDIT_ADMIN):
        assert listed(session, person(role)) == ()
    # a worker is shown the files that they worked on, and none besides
    own = {file.audit_id for file in listed(session, one.worker)}
    assert one.audit in own
    stranger = replace(one.worker, practitioner_id=None)
    assert listed(session, stranger) == ()
    assert listed(session, one.desk.manager, centre_id=one.desk.centre + 999) == ()
    assert len(listed(session, one.desk.manager, centre_id=one.desk.centre)) == 2


def test_what_counts_nowhere_is_not_listed(session: Session, one: Followed) -> None:
    chosen = later_reading(session, one, 3, "A2", sample_type="purposive")
    assert chosen not in {file.audit_id for file in listed(session, one.desk.manager)}
    ask_void(session, one.desk.second, one.audit, "wrong_file", at=NOON)
    confirm_void(session, one.third, one.audit, ZONE, at=NOON)
    assert one.audit not in {file.audit_id for file in listed(session, one.desk.manager)}
    assert len(listed(session, one.desk.manager)) == 1


def test_only_the_last_twelve_months_count(session: Session, one: Followed) -> None:
    use = of_item(session, "A2")
    # files of March 2026 count to the end of February 2027
    for day, count in ((date(2027, 2, 28), 2), (date(2027, 3, 1), 0)):
        assert (
            len(files_below(session, one.desk.manager, use, day, FilesAsked(NOON)).files) == count
        )


def test_sealed_readings_are_not_listed(session: Session, one: Followed) -> None:
    use = replace(of_item(session, "A2"), is_sealed=True)
    assert files_below(session, one.desk.manager, use, TODAY, FilesAsked(NOON)).files == ()


def test_pages_follow_each_other(
    session: Session, one: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clause_files, "ROWS_PER_PAGE", 1)
    use = of_item(session, "A2")
    first = files_below(session, one.desk.manager, use, TODAY, FilesAsked(NOON))
    second = files_below(
        session, one.desk.manager, use, TODAY, FilesAsked(NOON, after=first.next_after)
    )
    assert [len(page.files) for page in (first, second)] == [1, 1]
    assert first.next_after == first.files[0].audit_id
    assert second.next_after is None
    assert second.files[0].audit_id == one.audit


def test_a_name_with_signs_of_a_pattern_is_no_pattern(session: Session, one: Followed) -> None:
    use = of_item(session, "A2")
    odd = replace(use, item=replace(use.item, code="A_"))
    assert files_below(session, one.desk.manager, odd, TODAY, FilesAsked(NOON)).files == ()
    assert NOON.date() == TODAY
