from typing import Any

import pytest

from qa_app.domain.problems import Findings
from qa_app.domain.register_terms_thaw import TERMS, check_terms, terms_from
from tests.criteria import NAMED
from tests.criteria import TERMS as PLAIN


def faults(**change: Any) -> list[tuple[str, tuple[object, ...]]]:
    plain = PLAIN | {"sets": {"full": NAMED}} | change
    findings = Findings()
    for name, kind in TERMS.items():
        if name in plain:
            kind(findings, plain[name], (name,))
    if not findings.problems:
        check_terms(findings, plain, "zh")
    return [(one.code, one.path) for one in findings.problems]


def test_nothing_is_wrong_with_whole_terms() -> None:
    assert faults() == []
    assert terms_from(PLAIN).certificates == ()


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"names": {}}, "missing_field", ("names",)),
        (
            {"names": PLAIN["names"] | {"paper": {"en": "Paper"}}},
            "text_missing",
            ("names", "paper"),
        ),
        ({"names": PLAIN["names"] | {"paper": {}}}, "text_missing", ("names", "paper")),
        ({"states": PLAIN["states"] | {"gone": NAMED}}, "unknown_field", ("states", "gone")),
        ({"levels": {"met": NAMED}}, "missing_field", ("levels",)),
        (
            {"appeal": PLAIN["appeal"] | {"grounds": []}},
            "too_few_entries",
            ("appeal", "grounds"),
        ),
        (
            {"suspension": PLAIN["suspension"] | {"notify": ["press"]}},
            "not_one_of",
            ("suspension", "notify", 0),
        ),
        (
            {"publish_checks": [{"id": "dry_run", "en": "Run"}]},
            "text_missing",
            ("publish_checks", 0),
        ),
        (
            {"validity": PLAIN["validity"] | {"endorsed_months": 121}},
            "out_of_bounds",
            ("validity", "endorsed_months"),
        ),
        (
            {"appeal": PLAIN["appeal"] | {"days_to_file": 10**11}},
            "out_of_bounds",
            ("appeal", "days_to_file"),
        ),
        ({"certificates": [{"area": "x"}]}, "missing_field", ("certificates", 0)),
        (
            {
                "certificates": [
                    {"area": "x", "accepted": [{"id": "a", **NAMED}]},
                    {"area": "y", "accepted": [{"id": "a", **NAMED}]},
                ]
            },
            "declared_twice",
            ("certificates", 1, "accepted", 0, "id"),
        ),
    ],
)
def test_faults_and_their_place(change: Any, code: str, path: tuple[object, ...]) -> None:
    assert (code, path) in faults(**change)
