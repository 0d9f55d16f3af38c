import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind, Gap, Lack
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.supervision import SessionType
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.sealing import Sealer
from qa_app.queries.audits import entries_of
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import NotReadyError, Signed, sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.supervision.plan_session import NewSession, plan_session
from tests.audits import (
    ZONE,
    Desk,
    a_desk,
    a_draft,
    all_met,
    change,
    items,
    minutes_later,
    months,
    recounted,
)
from tests.builders import item, section, words
from tests.conftest import FIELD_KEY
from tests.follow_up import a_followed
from tests.oracle.totals import by_hand, standing
from tests.people import NOON
from tests.statements import counted

MARCH, APRIL = 2026 * 12 + 2, 2026 * 12 + 3


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def answer(session: Session, desk: Desk, *changes) -> None:
    save_entries(session, desk.reader, desk.audit, changes, ZONE, at=NOON)


def sign(session: Session, desk: Desk, *, at: datetime = NOON) -> Signed:
    return sign_audit(session, desk.reader, desk.audit, ZONE, at=at)


def lacks(session: Session, desk: Desk) -> tuple[Lack, ...]:
    with pytest.raises(NotReadyError) as told:
        sign(session, desk)
    assert session.get_one(AuditRow, desk.audit).state == "draft"
    session.rollback()
    assert months(session) == []
    return told.value.lacks


def test_signing_freezes_the_score_as_provisional(session: Session, desk: Desk) -> None:
    answer(session, desk, change("A1", "partly"), change("A2", "met"), change("B1", "met"))
    signed = sign(session, desk)
    row = session.get_one(AuditRow, desk.audit)
    # section A: (3 * 1/2 + 1 * 1) / 4 = 0.625; B: 1; the file: (0.625 + 1) / 2 = 0.8125
    assert (row.state, row.result_state, row.status) == ("signed", "provisional", "complete")
    assert (row.score_millionths, row.band, row.band_position) == (812_500, "B", 2)
    assert (row.signed_at, row.signed_by, row.reviewed_on) == (
        NOON,
        desk.reader.account_id,
        date(2026, 3, 23),
    )
    frozen = json.loads(row.explanation or "")
    assert (frozen["percent_exact"], frozen["read_on"]) == ("325/4", "2026-03-23")
    assert frozen["rubric"]["code"] == "sample"
    assert row.explanation_digest == signed.frozen.digest


def test_every_level_counts_the_file_and_its_sections(session: Session, desk: Desk) -> None:
    answer(session, desk, change("A1", "partly"), change("A2", "met"), change("B1", "met"))
    sign(session, desk)
    rows = {(row[0][0], row[3]): row for row in months(session)}
    assert len(months(session)) == 5 * 3  # centre, three places, network; file, A, B
    for scope in "cn":
        whole, a, b = (rows[scope, part] for part in ("", "A", "B"))
        assert whole[4] == MARCH
        # files, scored, sum; then the final ones, of which there are none yet
        assert whole[6:12] == (1, 1, 812_500, 0, 0, 0)
        assert whole[12:18] == (0, 1, 0, 0, 0, 0)  # band 2
        assert (a[6:9], b[6:9]) == ((1, 1, 625_000), (1, 1, 1_000_000))
    counted = {(row[0][0], row[2], row[5]): row[6:] for row in items(session)}
    # one file, not final, with a score; all that the file's score and its section's lack
    assert counted["c", "A1", "partly"] == (1, 0, 1, 187_500, 375_000)
    assert counted["n", "A2", "met"] == (1, 0, 1, 0, 0)
    assert (months(session), items(session)) == recounted(session)


@pytest.mark.parametrize("method", ["weighted_sections", "deduction"])
def test_what_items_cost_is_kept_to_the_millionth(session: Session, method: str) -> None:
    sections = (
        section("A", item("A1", weight=3), item("A2", weight=4), weight=7),
        section("C", item("C1", per_case=True, weight=6, critical="stop"), weight=6),
    )
    scoring = {"method": method} | ({"total": 13} if method == "deduction" else {})
    cases = {"unit": "case", "size": "all", "from": words("all")}
    desk = a_desk(session, *sections, case_sample=cases, scoring=scoring)
    sampled = [{"answers": {"C1": code}} for code in ("met", "met", "unmet")]
    answer(
        session,
        desk,
        change("A1", "partly"),
        change("A2", "na", note="没有要问的"),
        change("sample", sampled, kind=EntryKind.SAMPLE),
    )
    signed = sign(session, desk)
    lost = {row[2]: row[5:] for row in items(session) if row[0] == "n"}
    # A1 is what is left of A, 7 of 13 of the file, and half of it lost; or 1.5 of 13, of A 1.5 of
    # 7. C1 asks all cases to be met: 6 of 13
    is_mean = method == "weighted_sections"
    a1, c1, own = (269_231, 461_538, 500_000) if is_mean else (115_385, 461_538, 214_286)
    assert lost == {
        "A1": ("partly", 1, 0, 1, a1, own),
        "A2": ("na", 1, 0, 1, 0, 0),
        "C1": ("cases_below", 0, 0, 1, c1, 1_000_000),
    }
    assert signed.frozen.score_millionths == 1_000_000 - a1 - c1
    assert signed.frozen.stop == ("C1",)
    assert standing(session) == by_hand(session)


def test_nothing_is_signed_before_the_day_of_its_session(session: Session, desk: Desk) -> None:
    answer(session, desk, *all_met())
    day = date(2026, 3, 24)  # the day after NOON
    new = NewSession(
        centre_id=desk.centre,
        type=SessionType.CASE_FILE_CHECK,
        planned_on=day,
        supervisor_id=desk.reader.account_id or 0,
        rubric_version_id=desk.rubric,
        files_wanted=1,
    )
    made = plan_session(session, desk.reader, new, zone=ZONE, at=NOON)
    session.execute(update(AuditRow).values(session_id=made))
    session.commit()
    with pytest.raises(InvalidError, match="session_ahead"):
        sign(session, desk)
    assert session.get_one(AuditRow, desk.audit).state == "draft"
    session.rollback()
    # 00:30 on the 24th in Shanghai
    sign(session, desk, at=datetime(2026, 3, 23, 16, 30, tzinfo=UTC))
    assert session.get_one(AuditRow, desk.audit).reviewed_on == day


def test_the_month_is_the_local_month_of_reading(session: Session, desk: Desk) -> None:
    answer(session, desk, *all_met())
    sign(session, desk, at=datetime(2026, 3, 31, 16, 30, tzinfo=UTC))  # 1 April in Shanghai
    assert {row[4] for row in months(session)} == {APRIL}
    assert session.get_one(AuditRow, desk.audit).reviewed_on == date(2026, 4, 1)


def test_a_red_line_caps_the_band_and_is_counted(session: Session, desk: Desk) -> None:
    answer(session, desk, change("A1", "met"), change("A2", "met"))
    answer(session, desk, change("B1", "unmet", note="未报告"))
    frozen = sign(session, desk).frozen
    assert (frozen.band, frozen.stop) == ("D", ("B1",))
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    assert whole[-5:-1] == (1, 0, 0, 0)  # one file over a red line, not final; no must-pass
    row = session.execute(select(JournalRow).where(JournalRow.action == "audit:sign")).scalar_one()
    said = json.loads(row.detail)
    # whoever has no key makes no seal
    assert len(said.pop("seal")) == 64
    assert said == {"score_digest": frozen.digest, "stop": ["B1"]}


def test_what_is_missing_is_said_in_the_order_of_the_rubric(session: Session, desk: Desk) -> None:
    answer(session, desk, change("A1", "na"), change("B1", "no_record"))
    assert lacks(session, desk) == (
        Lack(Gap.REASON, "A1"),
        Lack(Gap.OPEN, "A2"),
        Lack(Gap.NOTE, "B1"),
    )


def test_blanks_are_no_note(session: Session, desk: Desk) -> None:
    answer(session, desk, *all_met()[:2], change("B1", "unmet", note=" \n"))
    assert lacks(session, desk) == (Lack(Gap.NOTE, "B1"),)


def test_nothing_found_needs_a_tick_of_what_was_read(session: Session) -> None:
    read = [{"id": "cover", "zh": "封面", "en": "Cover"}]
    desk = a_desk(session, section("A", item("A1", scale="breach3", read=read)))
    answer(session, desk, change("A1", "none_found"))
    assert lacks(session, desk) == (Lack(Gap.READ, "A1"),)
    answer(session, desk, change("A1", "none_found", 1, read=("cover",)))
    assert sign(session, desk).frozen.band == "A"


def test_only_the_reader_signs_and_only_once(session: Session, desk: Desk) -> None:
    answer(session, desk, *all_met())
    for actor in (desk.second, desk.manager, desk.elsewhere):
        with pytest.raises(OutOfReachError):
            sign_audit(session, actor, desk.audit, ZONE, at=NOON)
    sign(session, desk)
    with pytest.raises(OutOfReachError):
        sign(session, desk)
    assert (months(session), items(session)) == recounted(session)


def test_who_no_longer_reads_at_the_centre_does_not_sign(session: Session, desk: Desk) -> None:
    answer(session, desk, *all_met())
    for grants in (desk.elsewhere.grants, desk.manager.grants, ()):
        with pytest.raises(OutOfReachError):
            sign_audit(session, replace(desk.reader, grants=grants), desk.audit, ZONE, at=NOON)
    assert session.get_one(AuditRow, desk.audit).state == "draft"
    assert (months(session), items(session)) == ([], [])


def test_the_database_itself_refuses_to_change_what_is_signed(session: Session, desk: Desk) -> None:
    answer(session, desk, *all_met())
    sign(session, desk)
    for statement in (
        update(AuditRow).values(score_millionths=1),
        update(AuditRow).values(band="A", explanation="{}"),
        update(AuditEntryRow).values(value='"unmet"'),
    ):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


def test_the_database_itself_refuses_entries_of_what_is_signed(
    session: Session, desk: Desk
) -> None:
    answer(session, desk, *all_met())
    sign(session, desk)
    new = insert(AuditEntryRow).values(
        audit_id=desk.audit, kind="fact", key="closed", value="true", revision=1, saved_at=NOON
    )
    with pytest.raises(DBAPIError, match="takes no more entries"):
        session.execute(new)
    session.rollback()
    draft = a_draft(session, desk.centre, desk.rubric, desk.reader)
    session.execute(
        insert(AuditEntryRow).values(
            audit_id=draft, kind="fact", key="closed", value="true", revision=1, saved_at=NOON
        )
    )
    assert len(entries_of(session, draft)) == 1


def test_eight_signers_at_once_leave_totals_equal_to_a_recount(
    engine: Engine, session: Session, desk: Desk
) -> None:
    drafts = [desk.audit] + [
        a_draft(session, desk.centre, desk.rubric, desk.reader) for _ in range(7)
    ]
    codes = ("met", "partly", "na", "met", "partly", "met", "na", "partly")
    for draft, code in zip(drafts, codes, strict=True):
        changes = [change("A1", code, note="理由"), change("A2", "met"), change("B1", "met")]
        save_entries(session, desk.reader, draft, changes, ZONE, at=NOON)

    def work(draft: int) -> None:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
            sign_audit(own, desk.reader, draft, ZONE, at=NOON)

    workers = [threading.Thread(target=work, args=(draft,)) for draft in drafts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    # three at 1, three at 0.8125, two at 1 with A1 not applicable
    assert whole[6:9] == (8, 8, 3 * 1_000_000 + 3 * 812_500 + 2 * 1_000_000)
    assert (months(session), items(session)) == recounted(session)


def test_counts_for_who_was_responsible_also_when_the_case_passes_on(session: Session) -> None:
    one = a_followed(session)
    scope = f"w:{one.worker.practitioner_id}"
    save_entries(session, one.desk.reader, one.audit, all_met(), ZONE, at=NOON)
    with counted(session) as statements:
        sign_audit(session, one.desk.reader, one.audit, ZONE, at=NOON)
    # the worker's totals go along in the same batch: one statement for each table
    assert sum("INTO month_total" in text for text in statements) == 1
    assert sum("INTO item_total" in text for text in statements) == 1
    own = [row for row in months(session) if row[0] == scope]
    assert [(row[3], row[6]) for row in own] == [("", 1), ("A", 1), ("B", 1)]
    assert not [row for row in items(session) if row[0].startswith("w:")]
    session.execute(
        update(CaseFileRow).where(CaseFileRow.id == one.desk.file).values(practitioner_id=None)
    )
    session.commit()
    assert (months(session), items(session)) == recounted(session)
    assert drifted_totals(session) == ()
    session.rollback()
    withdraw_audit(session, one.desk.reader, one.audit, at=minutes_later(1))
    assert months(session) == []
