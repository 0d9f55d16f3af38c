"""Whoever changes one condition of reach and of the second lock hears of it (AZ-10)."""

import json
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.conftest import ROOT
from tests.mutants import mutants_of, put_in

NEAREST = {
    "domain/people.py": "domain/test_people domain/test_permissions queries/test_reach",
    "domain/permissions.py": """domain/test_permissions domain/test_people queries/test_reach
        queries/test_audit_lists""",
    "queries/reach.py": """queries/test_reach queries/test_audit_lists queries/test_actions
        queries/test_blindness services/records/test_agree_action""",
    "queries/agreement_reach.py": """queries/test_agreements services/agreements/test_end_agreement
        services/agreements/test_make_agreement""",
    "queries/worker_reach.py": "queries/test_worker_reach services/workers/test_save_training",
    "queries/rubric_reach.py": "queries/test_rubric_reach",
    "queries/ceilings.py": "queries/test_ceilings",
    "models/row_lock.py": "models/test_row_lock house/test_row_lock",
    "models/row_policies.py": "models/test_row_lock",
}
SAME = {
    "centres_in: reach.centre_ids -> True": "no centre is in an empty list either",
    "centre_column_in: reach.centre_ids -> True": "no centre is in an empty list either",
    "centre_column_in: reach.place_paths -> True": "no centre is in a choice of no branch either",
    "agreements_in: reach.centre_ids -> True": "no centre is in an empty list either",
    "centres_beyond: reach.is_everything -> False": "shorter: nothing lies beyond everything",
    "beyond_reach: before.is_whole -> False": "shorter: nothing lies beyond everything",
    "_centres_in: not reach.place_paths -> False": "shorter: the centres named are those named",
    "workers_seen: actor.practitioner_id is None -> False": "no worker is without a number",
    "workers_named: actor.practitioner_id is None -> False": "no worker is without a number",
    "_parts: scope.centre and scope.is_free_without_centre"
    " -> scope.centre or scope.is_free_without_centre": "no other centre is left open",
    "_parts: scope.centre and scope.is_free_without_centre"
    " -> scope.centre": "no other centre is left open",
    "_parts: scope.centre and scope.is_free_without_centre"
    " -> scope.is_free_without_centre": "what may be free of a centre has a column for one",
    "hold_to: session.in_transaction() and session.get_bind().dialect.name == 'postgresql'"
    " -> session.get_bind().dialect.name == 'postgresql'": "the transaction begins a little earlier",
    "_begin: ceiling != CLOSED -> True": "a closed session is told what it is without being told",
    "action_within: and_(row.audit_id.is_not(None), signed_within(actor))"
    " -> and_(signed_within(actor))": "of an action without a reading none is joined",
    "_LOCK: False -> True": "how SQLAlchemy keeps it: no row of ours loads others by itself",
    "_lock: ceiling.is_whole or state.is_column_load or state.is_insert"
    " -> ceiling.is_whole or state.is_insert": "what was loaded before was within the ceiling",
    "_lock: ceiling.is_whole or state.is_column_load or state.is_insert"
    " -> ceiling.is_whole or state.is_column_load": "an insert chooses among no rows",
    "_condition: found is None -> False": "every entity of ours is mapped",
    "_condition: False -> True": "every entity of ours is mapped",
}
"""Mutants that do what the product does, looked at one by one, and why."""

OPEN = {
    "_run: connection.dialect.name != 'postgresql' -> False": "the database is migrated before the"
    " mutant is put in; the first migration on SQLite would end with an error of its syntax",
}
"""Mutants that no near test hears of yet."""


@pytest.mark.nightly
@pytest.mark.parametrize("file", NEAREST)
def test_no_condition_of_reach_changes_unheard(
    file: str, record_property: Callable[[str, object], None]
) -> None:
    tests = [f"tests/{one}.py" for one in NEAREST[file].split()]
    command = [sys.executable, "-m", "tests.mutants", f"qa_app/{file}", *tests]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    found = [json.loads(line) for line in told.stdout.splitlines()]
    unheard = [f"{one['place']}: {one['what']}" for one in found if not one["is_heard"]]
    record_property("mutants", len(found))
    record_property("unheard, as they do the same", len(unheard))
    assert set(unheard) - {*SAME, *OPEN} == set()
    assert found


SOURCE = """
LIST = {1} - {2}
class Reach:
    def covers(self, a, b):
        return a in b or not a
def may(a):
    if a > 3:
        return True
    return and_(a, 2)
"""


def test_every_condition_is_changed_and_put_into_what_is_loaded() -> None:
    found = mutants_of(SOURCE)
    assert [(one.place, one.what) for one in found] == [
        ("LIST", "{1} - {2} -> {1}"),
        ("LIST", "{1} - {2} -> {2}"),
        ("Reach.covers", "a in b or not a -> a in b and (not a)"),
        ("Reach.covers", "a in b or not a -> not a"),
        ("Reach.covers", "a in b or not a -> a in b"),
        ("Reach.covers", "a in b -> a not in b"),
        ("Reach.covers", "not a -> a"),
        ("may", "a > 3 -> a <= 3"),
        ("may", "a > 3 -> a >= 3"),
        ("may", "a > 3 -> True"),
        ("may", "a > 3 -> False"),
        ("may", "True -> False"),
        ("may", "and_(a, 2) -> or_(a, 2)"),
        ("may", "and_(a, 2) -> and_(2)"),
        ("may", "and_(a, 2) -> and_(a)"),
    ]
    module = ModuleType("small")
    exec(SOURCE, vars(module))  # noqa: S102 - as written above
    module.__file__, may, covers = "small.py", module.may, module.Reach().covers
    assert may(4) is True
    assert covers(1, [1]) is True
    put_in(module, next(one for one in found if one.what == "True -> False"))
    assert may(4) is False
    put_in(module, next(one for one in found if one.what == "a in b -> a not in b"))
    assert covers(1, [1]) is False
    put_in(module, found[1])
    assert vars(module)["LIST"] == {2}
