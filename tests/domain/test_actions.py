from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.action_waiting import Waiting, agreed_action, waiting
from qa_app.domain.actions import (
    Action,
    ActionKind,
    ActionState,
    ActionStep,
    Owner,
    Party,
    Waits,
    after,
    days_late,
    may_step,
    open_action,
    still_stands,
)
from qa_app.domain.errors import ConflictError, NotAllowedError

DAY = date(2026, 3, 23)
LATER = date(2026, 3, 25)
DOER, CHECKER = 7, 8


def an_action(state: str = "open", kind: ActionKind = ActionKind.GATE, **fields: object) -> Action:
    made = open_action(kind, Owner.WORKER, DAY, None, is_structural=True)
    return replace(made, state=ActionState(state), done_by=DOER, **fields)


# worked by hand: who may do what, and where it leads
LEADS = {
    ("open", "contain"): ({"centre", "worker"}, "open"),
    ("planned", "contain"): ({"centre", "worker"}, "planned"),
    ("open", "plan"): ({"centre", "worker"}, "planned"),
    ("planned", "plan"): ({"centre", "worker"}, "planned"),
    ("open", "do"): ({"centre", "worker"}, "done"),
    ("planned", "do"): ({"centre", "worker"}, "done"),
    ("done", "return"): ({"supervisor"}, "planned"),
    ("done", "document"): ({"supervisor"}, "verified"),
    ("done", "seen"): ({"supervisor"}, "verified"),
    ("open", "re_read"): ({"system"}, "open"),
    ("planned", "re_read"): ({"system"}, "planned"),
    ("done", "re_read"): ({"system"}, "done"),
    ("done", "prove"): ({"system"}, "verified"),
    ("done", "disprove"): ({"system"}, "planned"),
    ("open", "drop"): ({"system"}, "dropped"),
    ("planned", "drop"): ({"system"}, "dropped"),
    ("done", "drop"): ({"system"}, "dropped"),
    ("verified", "recur"): ({"system"}, "open"),
    ("verified", "unprove"): ({"system"}, "done"),
    ("verified", "amended"): ({"system"}, "done"),
}


@pytest.mark.parametrize(("state", "step", "party"), list(product(ActionState, ActionStep, Party)))
def test_every_state_step_and_party(state: ActionState, step: ActionStep, party: Party) -> None:
    # a red line whose harm waits to be contained, or is contained and planned for the rest
    harm = {"contained_on": None if step is ActionStep.CONTAIN else DAY, "planned_on": DAY}
    action = an_action(state, ActionKind.RED_LINE, **harm)
    if step is ActionStep.SEEN:
        action = replace(action, is_agreed=True)
    who, leads = LEADS.get((state.value, step.value), (set(), ""))
    assert may_step(action, step, party) is (party.value in who)
    if party.value in who:
        moved = after(action, step, party, CHECKER, LATER)
        assert moved.state.value == leads
        return
    everyone = {one for (_, act), (some, _) in LEADS.items() if act == step.value for one in some}
    fault = ConflictError if party.value in everyone else NotAllowedError
    with pytest.raises(fault) as refused:
        after(action, step, party, CHECKER, LATER)
    assert refused.value.code == ("wrong_state" if fault is ConflictError else "not_your_step")


def test_limits_by_kind() -> None:
    red = open_action(ActionKind.RED_LINE, Owner.CENTRE, DAY, None, is_structural=False)
    assert (red.contain_on, red.plan_on, red.re_read_on) == (
        date(2026, 3, 24),
        date(2026, 3, 30),
        date(2026, 4, 6),
    )
    assert red.due_on == date(2026, 4, 6)
    gate = open_action(ActionKind.GATE, Owner.CENTRE, DAY, None, is_structural=False)
    assert (gate.contain_on, gate.plan_on, gate.re_read_on) == (None, None, None)
    assert gate.due_on == date(2026, 4, 22)
    other = open_action(ActionKind.OTHER, Owner.CENTRE, DAY, None, is_structural=False)
    assert other.due_on == date(2026, 6, 21)


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 7, 1), date(2026, 6, 21)),
        (date(2026, 3, 1), DAY),
    ],
)
def test_the_readers_day_stands_within_the_limit(wanted: date, due: date) -> None:
    made = open_action(ActionKind.OTHER, Owner.CENTRE, DAY, wanted, is_structural=False)
    assert made.due_on == due


def test_a_red_line_goes_from_containing_to_planning_to_doing_to_reading_again() -> None:
    action = open_action(ActionKind.RED_LINE, Owner.CENTRE, DAY, None, is_structural=False)
    assert waiting(action) == Waiting(Party.CENTRE, Waits.CONTAIN, date(2026, 3, 24))
    with pytest.raises(ConflictError, match="not_contained"):
        after(action, ActionStep.DO, Party.CENTRE, DOER, DAY)
    action = after(action, ActionStep.CONTAIN, Party.CENTRE, DOER, DAY)
    with pytest.raises(ConflictError, match="wrong_state"):
        after(action, ActionStep.CONTAIN, Party.CENTRE, DOER, DAY)
    assert waiting(action) == Waiting(Party.CENTRE, Waits.PLAN, date(2026, 3, 30))
    with pytest.raises(ConflictError, match="not_planned"):
        after(action, ActionStep.DO, Party.CENTRE, DOER, DAY)
    action = after(action, ActionStep.PLAN, Party.CENTRE, DOER, DAY)
    assert waiting(action) == Waiting(Party.CENTRE, Waits.DO, date(2026, 4, 6))
    action = after(action, ActionStep.DO, Party.CENTRE, DOER, LATER)
    assert (action.done_on, action.done_by) == (LATER, DOER)
    assert waiting(action) == Waiting(Party.SUPERVISOR, Waits.RE_READ, date(2026, 4, 6))
    action = after(action, ActionStep.RE_READ, Party.SYSTEM, None, LATER)
    assert waiting(action) == Waiting(None, Waits.READINGS, None)
    action = after(action, ActionStep.PROVE, Party.SYSTEM, None, LATER)
    assert (action.state, action.verified_on) == (ActionState.VERIFIED, LATER)
    assert waiting(action) == Waiting(None, Waits.NOTHING, None)


def test_what_comes_back_starts_anew_and_is_counted() -> None:
    action = an_action("verified", ActionKind.RED_LINE, contained_on=DAY, planned_on=DAY)
    again = after(action, ActionStep.RECUR, Party.SYSTEM, None, LATER)
    assert (again.state, again.recurrences) == (ActionState.OPEN, 1)
    assert again.contain_on == date(2026, 3, 26)
    assert (again.contained_on, again.planned_on, again.done_by) == (None, None, None)
    twice = after(
        replace(again, state=ActionState.VERIFIED), ActionStep.RECUR, Party.SYSTEM, None, DAY
    )
    assert twice.recurrences == 2


def test_what_is_not_shown_goes_back_with_a_new_limit_and_is_counted() -> None:
    action = replace(an_action("done"), is_structural=False, done_on=DAY, proof=ProofRule.SCREEN)
    back = after(action, ActionStep.DISPROVE, Party.SYSTEM, None, LATER)
    assert (back.state, back.failed_proofs) == (ActionState.PLANNED, 1)
    assert (back.done_on, back.done_by, back.due_on) == (None, None, date(2026, 4, 24))
    assert waiting(back) == Waiting(Party.WORKER, Waits.DO, date(2026, 4, 24))
    twice = after(
        replace(back, state=ActionState.DONE), ActionStep.DISPROVE, Party.SYSTEM, None, DAY
    )
    assert twice.failed_proofs == 2
    # a fault that comes back does not wipe out the tries
    again = replace(twice, state=ActionState.VERIFIED)
    assert after(again, ActionStep.RECUR, Party.SYSTEM, None, DAY).failed_proofs == 2


def test_the_one_who_did_it_never_verifies_it() -> None:
    with pytest.raises(ConflictError, match="same_person"):
        after(an_action("done"), ActionStep.DOCUMENT, Party.SUPERVISOR, DOER, DAY)


def test_a_document_verifies_only_what_is_structural() -> None:
    action = replace(an_action("done"), is_structural=False)
    with pytest.raises(ConflictError, match="not_structural"):
        after(action, ActionStep.DOCUMENT, Party.SUPERVISOR, CHECKER, DAY)
    assert waiting(action) == Waiting(None, Waits.READINGS, None)


def test_a_worker_does_only_what_is_the_workers() -> None:
    action = replace(an_action(), owner=Owner.CENTRE)
    with pytest.raises(ConflictError, match="not_yours"):
        after(action, ActionStep.DO, Party.WORKER, DOER, DAY)
    assert not may_step(action, ActionStep.DO, Party.WORKER)
    assert after(action, ActionStep.DO, Party.CENTRE, DOER, DAY).state is ActionState.DONE


def test_a_return_takes_the_word_back() -> None:
    returned = after(
        an_action("done", done_on=DAY), ActionStep.RETURN, Party.SUPERVISOR, CHECKER, DAY
    )
    assert (returned.state, returned.done_on, returned.done_by) == (ActionState.PLANNED, None, None)
    assert returned.failed_proofs == 0


def test_a_return_once_a_file_was_read_is_a_failed_try() -> None:
    done = an_action("done", done_on=DAY, failed_proofs=1)
    returned = after(done, ActionStep.RETURN, Party.SUPERVISOR, CHECKER, DAY, is_tried=True)
    assert (returned.state, returned.failed_proofs) == (ActionState.PLANNED, 2)


def test_a_structural_action_waits_for_a_document() -> None:
    waits = waiting(an_action("done", done_on=DAY))
    assert waits == Waiting(Party.SUPERVISOR, Waits.DOCUMENT, date(2026, 3, 30))
    assert waiting(an_action("open")).by is Party.WORKER


def test_what_was_agreed_is_seen_at_a_session_or_shown_by_a_document() -> None:
    made = agreed_action(Owner.WORKER, DAY, None)
    assert (made.state, made.due_on) == (ActionState.OPEN, date(2026, 4, 22))
    assert agreed_action(Owner.WORKER, DAY, LATER).due_on == LATER
    assert agreed_action(Owner.WORKER, LATER, DAY).due_on == LATER
    done = after(made, ActionStep.DO, Party.WORKER, DOER, LATER)
    # 31 days after it was said to be done
    assert waiting(done) == Waiting(Party.SUPERVISOR, Waits.SEEN, date(2026, 4, 25))
    for step in (ActionStep.SEEN, ActionStep.DOCUMENT):
        with pytest.raises(ConflictError, match="same_person"):
            after(done, step, Party.SUPERVISOR, DOER, LATER)
        shown = after(done, step, Party.SUPERVISOR, CHECKER, LATER)
        assert (shown.state, shown.verified_on) == (ActionState.VERIFIED, LATER)
        assert shown.is_by_document is (step is ActionStep.DOCUMENT)


def test_what_follows_from_a_finding_is_not_verified_by_a_session() -> None:
    with pytest.raises(ConflictError, match="not_agreed"):
        after(an_action("done"), ActionStep.SEEN, Party.SUPERVISOR, CHECKER, DAY)


def test_only_who_led_the_session_does_what_they_promised() -> None:
    own = agreed_action(Owner.SUPERVISOR, DAY, None)
    assert waiting(own) == Waiting(Party.SUPERVISOR, Waits.DO, date(2026, 4, 22))
    for party in (Party.CENTRE, Party.WORKER):
        assert not may_step(own, ActionStep.DO, party)
        with pytest.raises(NotAllowedError, match="not_your_step"):
            after(own, ActionStep.DO, party, DOER, DAY)
    assert after(own, ActionStep.DO, Party.SUPERVISOR, DOER, DAY).state is ActionState.DONE


@pytest.mark.parametrize(("until", "late"), [(None, 0), (DAY, 2), (LATER, 0)])
def test_days_late(until: date | None, late: int) -> None:
    assert days_late(until, LATER) == late


@pytest.mark.parametrize(
    ("items", "causes", "stands"),
    [
        (["B1"], ["B1"], True),
        (["B1"], ["A1"], False),  # the other reading no longer finds it
        (["A1", "B1"], ["A1"], True),  # one of the two still fails
        (["C1"], [], True),  # it never rested on a failed item
        ([], [], True),  # it is about the whole file
    ],
)
def test_what_goes_on_when_another_reading_takes_the_place(
    items: list[str], causes: list[str], stands: bool
) -> None:
    assert still_stands(items, causes, {"A1", "B1"}) is stands
    dropped = an_action(ActionState.DROPPED)
    assert waiting(dropped).what is Waits.NOTHING
