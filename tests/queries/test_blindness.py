"""Neither of two blind readers finds a trace of the other until both are locked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_report import Standing
from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.duties import DutyKind
from qa_app.domain.escalation import OutcomeSent
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.permissions import Permission
from qa_app.models.audits import AuditRow
from qa_app.queries.assignments import division_of
from qa_app.queries.audit_lists import AuditFilter, audits_page, count_audits
from qa_app.queries.audit_papers import audit_paper
from qa_app.queries.audits import audit_centre, audit_head
from qa_app.queries.barred_drafts import barred_within
from qa_app.queries.drafts import own_draft
from qa_app.queries.draws import files_of
from qa_app.queries.escalations import harm_seen, open_harms
from qa_app.queries.item_export import ExportFilter, has_exported
from qa_app.queries.moderation import pair_paper, pairs_page, pairs_to_settle
from qa_app.queries.open_duties import duties_of
from qa_app.queries.pairs import twice_read
from qa_app.queries.readers import readers_within
from qa_app.queries.result_paper import result_paper
from qa_app.queries.round_readings import readings_of_rounds
from qa_app.queries.supervision import session_head, sessions_between
from qa_app.queries.today import drafts_to_sign, lately_signed
from qa_app.services.audits.raise_harm import raise_harm
from qa_app.services.audits.settle_harm import settle_harm
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE
from tests.pairs import LATER, MET, Twice, a_complete_pair, a_drawn_sample, a_pair, read
from tests.people import NOON
from tests.sessions import DAY

TODAY = LATER.date()
POLICE = OutcomeSent("reported", "police", told_at=NOON)


@pytest.fixture
def twice(session: Session) -> Twice:
    return a_drawn_sample(session)


def everybody(twice: Twice) -> dict[str, Actor]:
    names = ("planner", "first", "second", "third", "moderator", "manager", "elsewhere")
    return {name: getattr(twice, name) for name in names}


def listed(session: Session, actor: Actor) -> set[int]:
    found = {one.id for one in audits_page(session, actor, AuditFilter(), None)}
    for state in ("draft", "provisional", "final", "void"):
        found |= {one.id for one in audits_page(session, actor, AuditFilter(state), None)}
    return found | {one.id for one in lately_signed(session, actor, LATER - timedelta(1), 50)}


@pytest.mark.parametrize("locked", ["first", "second"])
def test_what_is_locked_is_its_readers_alone(session: Session, twice: Twice, locked: str) -> None:
    pair = a_pair(session, twice)
    audit = pair.first_id if locked == "first" else pair.second_id
    before = {
        name: count_audits(session, actor, AuditFilter(), TODAY).total
        for name, actor in everybody(twice).items()
    }
    read(session, getattr(twice, locked), audit, MET)
    for name, actor in everybody(twice).items():
        is_own = name == locked
        assert (audit_head(session, actor, audit) is not None) == is_own, name
        assert (audit_centre(session, actor, audit) is not None) == is_own, name
        assert (audit in listed(session, actor)) == is_own, name
        assert count_audits(session, actor, AuditFilter(), TODAY).total == before[name], name
        assert pair_paper(session, actor, pair.id) is None, name
        assert pairs_page(session, actor, None) == (), name
        assert pairs_to_settle(session, actor, 1) == (), name
        for by in (Permission.ITEMS_EXPORT, Permission.ITEMS_REQUEST):
            assert not has_exported(session, actor, ExportFilter(), by), name
    own = audit_head(session, getattr(twice, locked), audit)
    # to its reader it looks like any other that they signed
    assert own is not None
    assert (own.state, own.result_state) == ("signed", "provisional")


def test_the_session_shows_the_second_reader_nothing_of_the_first(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    read(session, twice.first, pair.first_id, MET)
    seen = {one.audit_id: one for one in files_of(session, twice.session, twice.second.account_id)}
    # the second reading itself stands in no session
    assert pair.second_id not in seen
    one = seen[pair.first_id]
    assert (one.state, one.reader, one.reader_id, one.answered_count, one.band, one.is_begun) == (
        "draft",
        None,
        None,
        0,
        None,
        False,
    )
    # every row is blind alike: a gap in one of them would name the file
    others = [other for other in seen if other != pair.first_id]
    assert len(others) == 4
    for other in others:
        same = replace(one, audit_id=other, is_hidden=True)
        for name in ("reference", "practitioner", "practitioner_id", "opened_on", "shelf"):
            same = replace(same, **{name: getattr(seen[other], name)})
        assert seen[other] == same
    # others see a draft that is being read
    for actor in (twice.planner, twice.moderator, twice.third):
        files = {f.audit_id: f for f in files_of(session, twice.session, actor.account_id)}
        told = files[pair.first_id]
        assert (told.state, told.result_state, told.band) == ("draft", None, None)
    line = session_head(session, twice.second, twice.session)
    assert line is not None
    assert line.line.signed_count == 0


def test_the_first_reader_finds_nothing_of_the_second(session: Session, twice: Twice) -> None:
    before = [
        files_of(session, twice.session, twice.first.account_id),
        session_head(session, twice.first, twice.session),
        drafts_to_sign(session, twice.first, TODAY, 50),
        readings_of_rounds(session, twice.first, [1]),
    ]
    pair = a_pair(session, twice)
    read(session, twice.second, pair.second_id, MET)
    after = [
        files_of(session, twice.session, twice.first.account_id),
        session_head(session, twice.first, twice.session),
        drafts_to_sign(session, twice.first, TODAY, 50),
        readings_of_rounds(session, twice.first, [1]),
    ]
    assert after == before
    draft = own_draft(session, twice.first, pair.first_id, NOON.date())
    assert draft is not None
    assert draft.entries == ()
    assert twice_read(session, twice.first, twice.session) is None
    assert twice_read(session, twice.second, twice.session) is None
    assert barred_within(session, twice.planner, TODAY, 50) == ()


def test_a_second_reader_finds_no_first_readers_name_on_other_files_of_the_draw(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    files = files_of(session, twice.session, twice.first.account_id)
    alone = next(one.audit_id for one in files if one.audit_id != pair.first_id)
    session.rollback()
    read(session, twice.first, alone, MET)

    def names(actor: Actor) -> tuple[str | None, str]:
        paper = audit_paper(session, actor, alone)
        assert paper is not None
        (lately,) = lately_signed(session, actor, LATER - timedelta(1), 9)
        return paper.report.head.reader, lately.reader

    assert names(twice.second) == (None, "")
    assert names(twice.third) == names(twice.moderator) == ("first", "first")
    # once their own reading is done and the pair is complete, nothing is kept back any more
    read(session, twice.first, pair.first_id, MET)
    read(session, twice.second, pair.second_id, MET)
    paper = audit_paper(session, twice.second, alone)
    assert paper is not None
    assert paper.report.head.reader == "first"


@pytest.mark.parametrize("is_paired", [True, False])
def test_a_file_just_signed_counts_as_signed_to_its_reader_paired_or_not(
    session: Session, twice: Twice, is_paired: bool
) -> None:
    pair = a_pair(session, twice)
    alone = next(
        one.audit_id
        for one in files_of(session, twice.session, twice.first.account_id)
        if one.audit_id != pair.first_id
    )
    read(session, twice.first, pair.first_id if is_paired else alone, MET)
    head = session_head(session, twice.first, twice.session)
    assert head is not None
    assert (head.line.file_count, head.line.signed_count) == (5, 1)
    (line,) = sessions_between(session, twice.first, DAY, DAY)
    assert line.signed_count == 1


def test_a_second_reading_is_called_so_once_both_are_done(session: Session, twice: Twice) -> None:
    """Until then it looks to its reader like any other; then it is said that it does not count."""
    pair = a_pair(session, twice)
    read(session, twice.second, pair.second_id, MET)
    head = audit_head(session, twice.second, pair.second_id)
    assert head is not None
    assert (head.state, head.result_state) == ("signed", "provisional")

    def shown(state: str | None) -> dict[int, str]:
        found = audits_page(session, twice.second, AuditFilter(state), None)
        return {one.id: one.state for one in found}

    assert shown(None)[pair.second_id] == shown("provisional")[pair.second_id] == "provisional"
    session.rollback()
    read(session, twice.first, pair.first_id, MET)
    head = audit_head(session, twice.second, pair.second_id)
    assert head is not None
    assert head.result_state == "second"
    assert shown(None)[pair.second_id] == "second"
    assert pair.second_id not in shown("provisional")
    paper = audit_paper(session, twice.second, pair.second_id)
    assert paper is not None
    assert paper.report.head.standing is Standing.SECOND
    result = result_paper(session, twice.second, pair.second_id, ZONE)
    assert result is not None
    assert (result.state, result.is_open) == ("second", False)
    # the first one counts, and stands as any other
    first = audit_head(session, twice.first, pair.first_id)
    assert first is not None
    assert (first.state, first.result_state) == ("signed", "provisional")
    assert audit_head(session, twice.third, pair.second_id) is None


def test_who_plans_learns_how_many_and_by_whom(session: Session, twice: Twice) -> None:
    pair = a_pair(session, twice)
    found = twice_read(session, twice.planner, twice.session)
    assert found is not None
    assert (found.standing, found.given_up) == (1, 0)
    assert [(one.id, one.second) for one in found.open_pairs] == [(pair.id, "second")]
    for actor in (twice.third, twice.manager, twice.elsewhere):
        assert twice_read(session, actor, twice.session) is None


def test_a_first_reader_who_plans_finds_no_second_reading_among_duties(
    session: Session, twice: Twice
) -> None:
    a_pair(session, twice)
    second = twice.second.account_id or 0
    plans_too = Actor(twice.first.account_id, twice.first.name, twice.planner.grants)
    assert duties_of(session, plans_too, second, NOON.date()) == ()
    kinds = [one.kind for one in duties_of(session, twice.planner, second, NOON.date())]
    assert kinds == [DutyKind.SECOND_READING]


def test_a_second_reader_who_plans_finds_no_first_reading_among_duties_nor_to_divide(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    first = twice.first.account_id or 0
    plans_too = Actor(twice.second.account_id, twice.second.name, twice.planner.grants)
    told = {one.id for one in duties_of(session, plans_too, first, NOON.date())}
    planned = {one.id for one in duties_of(session, twice.planner, first, NOON.date())}
    # not only the file itself: all drafts of the sample alike
    assert pair.first_id in planned
    assert (len(planned), told) == (5, set())
    shown = division_of(session, plans_too, twice.session, ZONE, at=NOON)
    all_of_them = division_of(session, twice.planner, twice.session, ZONE, at=NOON)
    assert shown is not None
    assert all_of_them is not None
    ids = [{line.audit_id for line in found.lines} for found in (shown, all_of_them)]
    assert (len(ids[1]), ids[0]) == (5, set())


def test_a_second_reader_who_is_barred_is_told_to_who_plans_and_not_to_the_first(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    plans_too = Actor(twice.first.account_id, twice.first.name, twice.planner.grants)
    tie = Tie(TieKind.CONFLICT, twice.centre, None, TODAY, reason=ConflictReason.FAMILY)
    record_tie(session, twice.planner, NewTie(twice.second.account_id or 0, tie), at=NOON)
    (found,) = barred_within(session, twice.planner, TODAY, 50)
    assert (found.audit_id, found.pair_session_id) == (pair.second_id, twice.session)
    assert barred_within(session, plans_too, TODAY, 50) == ()
    # nor is the second reader told of the first
    record_tie(session, twice.planner, NewTie(twice.first.account_id or 0, tie), at=NOON)
    plans_too = Actor(twice.second.account_id, twice.second.name, twice.planner.grants)
    # their own, as every draft of somebody who is barred
    told = {one.audit_id for one in barred_within(session, plans_too, TODAY, 50)}
    assert told == {pair.second_id}
    planned = {one.audit_id for one in barred_within(session, twice.planner, TODAY, 50)}
    assert (len(planned), planned >= {pair.first_id, pair.second_id}) == (6, True)


def test_load_figures_agree_with_what_is_shown(session: Session, twice: Twice) -> None:
    def loads(actor: Actor, name: str, grants: Actor = twice.planner) -> tuple[int, int]:
        asking = Actor(actor.account_id, actor.name, grants.grants)
        (reader,) = (one for one in readers_within(session, asking) if one.name == name)
        return reader.draft_count, len(duties_of(session, asking, reader.id, NOON.date()))

    before = loads(twice.first, "second"), loads(twice.second, "first")
    assert before == ((0, 0), (5, 5))
    a_pair(session, twice)
    assert loads(twice.planner, "first") == (5, 5)
    assert loads(twice.planner, "second") == (1, 1)
    # a first reader who plans finds no second reading, a second one no draft of the sample
    assert loads(twice.first, "second") == (0, 0)
    assert loads(twice.second, "first") == (0, 0)
    assert loads(twice.first, "first") == (5, 5)
    assert loads(twice.second, "second") == (1, 1)


def test_what_changed_hands_is_blind_as_well(session: Session, twice: Twice) -> None:
    a_pair(session, twice)
    files = files_of(session, twice.session, twice.second.account_id)
    assert all(one.is_hidden for one in files)
    assert not any(
        one.is_hidden for one in files_of(session, twice.session, twice.first.account_id)
    )
    assert not any(
        one.is_hidden for one in files_of(session, twice.session, twice.planner.account_id)
    )


def test_once_both_are_locked_both_and_the_moderator_see_both(
    session: Session, twice: Twice
) -> None:
    pair = a_complete_pair(session, twice, A1="unmet")
    for actor in (twice.first, twice.second, twice.moderator):
        paper = pair_paper(session, actor, pair.id)
        assert paper is not None
        assert (paper.line.first, paper.line.second) == ("first", "second")
        assert paper.apart == (("answer", "A1"),)
        assert [one.code for one in paper.items if not one.is_alike] == ["A1"]
        assert [one.id for one in pairs_page(session, actor, None)] == [pair.id]
    for actor in (twice.planner, twice.third, twice.manager, twice.elsewhere):
        assert pair_paper(session, actor, pair.id) is None
        assert pairs_page(session, actor, None) == ()
    # the second reading stays its reader's own
    assert audit_head(session, twice.moderator, pair.second_id) is None
    assert audit_head(session, twice.manager, pair.first_id) is not None


def test_harm_of_a_draw_tells_nobody_who_reads_it_again_who_reads_there(
    session: Session, twice: Twice
) -> None:
    pair = a_pair(session, twice)
    reach = Reach(centre_ids=frozenset({twice.centre}))
    supervises = Grant(Role.SENIOR_SUPERVISOR, reach)
    first, second = (
        replace(one, grants=(*one.grants, supervises)) for one in (twice.first, twice.second)
    )
    query = select(AuditRow.id).where(
        AuditRow.draw_id == pair.draw_id, AuditRow.id != pair.first_id
    )
    others = session.scalars(query.order_by(AuditRow.id)).all()
    session.rollback()
    same = raise_harm(session, twice.first, pair.first_id, "A1", at=NOON)
    beside = raise_harm(session, twice.first, others[0], "A1", at=NOON)
    again = raise_harm(session, twice.second, pair.second_id, "A1", at=NOON)

    def known(who: Actor) -> list[int]:
        found = [harm_seen(session, who, one) for one in (same, beside, again)]
        told = [one for one in found if one is not None]
        # Today lists the same
        waits = [one.id for one in told if one.settled is None]
        assert [one.id for one in open_harms(session, who, 9)] == waits
        session.rollback()
        return [one.id for one in told]

    assert known(second) == [again]
    assert known(first) == [same, beside]
    assert known(twice.planner) == [same, beside, again]
    for one in (same, again):
        settle_harm(session, twice.planner, one, POLICE, ZONE, at=NOON)
    read(session, twice.first, pair.first_id, MET)
    assert known(second) == [again]
    read(session, twice.second, pair.second_id, MET)
    # both are done: supervisors are told as everywhere
    assert known(first) == known(second) == [same, beside, again]
