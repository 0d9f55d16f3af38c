"""Scores come from one function; what shows, counts or exports reads its frozen result."""

import ast

import pytest

from tests.conftest import ROOT

SCORERS = {
    "scoring",
    "scoring_caps",
    "scoring_compile",
    "scoring_explain",
    "scoring_plain",
    "scoring_rules",
    "scoring_walk",
}
"""Modules of the domain that make a score; `scoring_result` only holds one."""
MAKERS = {"frozen_score"}
"""Functions of other modules of the domain that make one."""
FLOORS = ("web", "reports", "wording", "queries", "cli", "rubric_files")
ALLOWED = {
    # recomputes what is frozen, to compare; shows and writes nothing of it
    "queries/score_check.py",
    # `qa rubrics score`: lines of a file, no audit of this platform
    "rubric_files/case_lines.py",
}
"""Drafts are scored by `domain/draft.py` and `domain/back_cast.py` alone."""


def scorers_in(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.removeprefix("qa_app.domain.")
            names = {alias.name for alias in node.names}
            found |= {module} & SCORERS
            found |= names & (MAKERS | (SCORERS if node.module == "qa_app.domain" else set()))
        elif isinstance(node, ast.Import):
            names = {alias.name.removeprefix("qa_app.domain.") for alias in node.names}
            found |= names & SCORERS
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_nothing_beside_the_seams_makes_a_score(floor: str) -> None:
    home = ROOT / "qa_app"
    wrong = {
        str(path.relative_to(home)): scorers_in(path.read_text("utf-8"))
        for path in sorted((home / floor).rglob("*.py"))
    }
    assert {name: found for name, found in wrong.items() if found and name not in ALLOWED} == {}


def test_what_is_allowed_still_needs_it() -> None:
    for name in ALLOWED:
        assert scorers_in((ROOT / "qa_app" / name).read_text("utf-8")), name


@pytest.mark.parametrize(
    "line",
    [
        "from qa_app.domain.scoring import score_audit",
        "import qa_app.domain.scoring_plain",
        "from qa_app.domain import scoring_walk",
        "from qa_app.domain.signing import frozen_score",
    ],
)
def test_a_planted_import_is_seen(line: str) -> None:
    assert scorers_in(line)
