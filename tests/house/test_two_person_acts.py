"""Every act that takes two people is listed, and asks whether one may be behind both.

`docs/security/two-person-acts.csv` names the services of both steps. `apart` says how the two are
kept apart: as people (`queries.hands`), by their accounts alone, or not, as one person is meant.
"""

import csv
import re

from tests.conftest import ROOT

SERVICES = ROOT / "qa_app" / "services"
HEADS = ["act", "first", "second", "apart", "who", "note"]
ASKS = re.compile(r"\b(refuse_one_person|may_be_one)\(")
OWN = re.compile(
    r"`(same_person|own_reading|own_paper|own_proposal|recorded_by_others|second_person)`"
)
"""Refusals of somebody who took the step before, as docstrings tell them."""
HELD_AGAINST = re.compile(
    r"_by(_id)?\b[^\n]{0,20} (==|!=) actor\.account_id"
    r"|actor\.account_id (==|!=|(not )?in) [{(]?\w+(\.\w+)*_by\b"
)
"""Who took a step before held against who acts, as code does it."""
OWN_STEP = {
    "access.end_access",
    "answers.withdraw_amendment",
    "audits.withdraw_audit",
    "charts.change_note",
    "charts.remove_note",
    "criteria.look_at_criteria_trial",
    "criteria.tick_criteria_check",
    "decisions.return_decision",
    "standards.discard_rubric_draft",
    "standards.return_rubric_draft",
    "standards.submit_rubric_draft",
}
"""Services in which whoever took a step changes it, takes it back or repeats it."""

with (ROOT / "docs/security/two-person-acts.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
APART = {row["second"]: row["apart"] for row in ROWS}
SOURCES = {
    f"{one.parent.name}.{one.stem}": one.read_text("utf-8") for one in SERVICES.glob("*/[!_]*.py")
}


def test_the_list_names_services_and_says_how_two_are_kept_apart() -> None:
    assert list(ROWS[0]) == HEADS
    assert len(APART) == len(ROWS)
    assert {one for row in ROWS for one in (row["first"], row["second"]) if one} <= {*SOURCES}
    assert {*APART.values()} == {"people", "accounts", "one"}
    assert [row["act"] for row in ROWS if row["apart"] != "people" and not row["note"]] == []


def test_every_second_step_is_listed_and_asks_who_is_behind_both() -> None:
    asking = {name for name, source in SOURCES.items() if ASKS.search(source)}
    assert asking == {second for second, apart in APART.items() if apart == "people"}
    assert {name for name, source in SOURCES.items() if OWN.search(source)} <= {*APART}
    held = {name for name, source in SOURCES.items() if HELD_AGAINST.search(source)}
    assert held - {*APART} == OWN_STEP
