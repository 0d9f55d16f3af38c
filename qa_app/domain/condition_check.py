"""Whether a plain condition is well formed and only reads what the file declares."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.conditions_thaw import COMPARISONS, compared
from qa_app.domain.problems import Findings, Path
from qa_app.domain.rubric_names import Names
from qa_app.domain.shapes import flag, is_date, is_whole

_OF_RULES = ("applicable", "count")  # `item` finds no item elsewhere
_SUBJECTS = ("all", "any", "not", "fact", "answer", "item", "applicable", "count")
TESTS_OF_FACT = ("is", "in", "has", "ever_in", *COMPARISONS)
_ALLOWED = {
    "fact": {"fact", *TESTS_OF_FACT},
    "answer": {"answer", "is", "in", *COMPARISONS},
    "item": {"item", "is", "in"},
    "applicable": {"applicable"},
    "count": {"count", *COMPARISONS},
    "all": {"all"},
    "any": {"any"},
    "not": {"not"},
}
_TESTS_OF_TYPE = {
    "bool": {"is", "in"},
    "int": {"is", "in", *COMPARISONS},
    "date": {"is", "in"},
    "choice": {"is", "in"},
    "multi": {"has"},
    "history": {"is", "in", "ever_in"},
}


def check_condition(findings: Findings, names: Names, plain: Any, path: Path) -> None:
    """Check one condition, its parts included.

    Args:
        findings: Where faults go.
        names: What the file declares; what is read is marked as used.
        plain: The condition as it stands.
        path: Where.
    """
    subject = next(
        (name for name in _SUBJECTS if isinstance(plain, Mapping) and name in plain), None
    )
    if subject is None or (subject in _OF_RULES and not names.ratings):
        findings.error("not_a_condition", path)
        return
    for name in plain:
        if name not in _ALLOWED[subject]:
            findings.error("unknown_field", (*path, name), field=name)
    _CHECKS[subject](findings, names, plain, path)


def check_case_facts(findings: Findings, names: Names, plain: Any, path: Path) -> None:
    """Refuse facts of sampled cases where no single case is looked at.

    Args:
        findings: Where faults go.
        names: What the file declares.
        plain: A condition of a section, or of an item that is not per case.
        path: Where it stands.
    """
    if isinstance(plain, Mapping):
        fact = plain.get("fact")
        if isinstance(fact, str) and fact in names.case_facts:
            findings.error("case_fact_outside", (*path, "fact"), name=fact)
        for name, entry in plain.items():
            check_case_facts(findings, names, entry, (*path, name))
    elif isinstance(plain, list):
        for position, entry in enumerate(plain):
            check_case_facts(findings, names, entry, (*path, position))


def _check_all(findings: Findings, names: Names, plain: Mapping[str, Any], path: Path) -> None:
    _check_parts(findings, names, plain["all"], (*path, "all"))


def _check_any(findings: Findings, names: Names, plain: Mapping[str, Any], path: Path) -> None:
    _check_parts(findings, names, plain["any"], (*path, "any"))


def _check_not(findings: Findings, names: Names, plain: Mapping[str, Any], path: Path) -> None:
    check_condition(findings, names, plain["not"], (*path, "not"))


def _check_applicable(
    findings: Findings, _names: Names, plain: Mapping[str, Any], path: Path
) -> None:
    flag(findings, plain["applicable"], (*path, "applicable"))


def _check_parts(findings: Findings, names: Names, parts: Any, path: Path) -> None:
    if not isinstance(parts, list) or not parts:
        findings.error("not_a_list", path)
        return
    for position, part in enumerate(parts):
        check_condition(findings, names, part, (*path, position))


def _check_fact(findings: Findings, names: Names, plain: Mapping[str, Any], path: Path) -> None:
    fact = names.facts.get(plain["fact"]) if isinstance(plain["fact"], str) else None
    if fact is None:
        findings.error("unknown_fact", (*path, "fact"), name=plain["fact"])
        return
    names.used.add(fact["id"])
    tests = [name for name in TESTS_OF_FACT if name in plain]
    if len(tests) != 1:
        findings.error("not_one_test", path)
    elif tests[0] not in _TESTS_OF_TYPE[fact["type"]]:
        findings.error(
            "test_does_not_fit",
            (*path, tests[0]),
            test=tests[0],
            type=fact["type"],
            name=fact["id"],
        )
    else:
        _check_values(findings, fact, plain[tests[0]], (*path, tests[0]))


def _check_values(findings: Findings, fact: Mapping[str, Any], value: Any, path: Path) -> None:
    listed = path[-1] in {"in", "ever_in"}
    if listed and (not isinstance(value, list) or not value):
        findings.error("not_a_list", path)
        return
    for entry in value if listed else [value]:
        if not _fits(fact, entry):
            findings.error("value_does_not_fit", path, value=entry, name=fact["id"])


def _fits(fact: Mapping[str, Any], value: Any) -> bool:
    match fact["type"]:
        case "bool":
            return isinstance(value, bool)
        case "int":
            return is_whole(value)
        case "date":
            return is_date(value)
        case _:
            return isinstance(value, str) and value in fact.get("options", {})


def _check_coded(findings: Findings, names: Names, plain: Mapping[str, Any], path: Path) -> None:
    subject = "answer" if "answer" in plain else "item"
    known = names.answers if subject == "answer" else dict.fromkeys(names.items, names.ratings)
    name = plain[subject]
    if not isinstance(name, str) or name not in known:
        findings.error(f"unknown_{subject}", (*path, subject), name=name)
        return
    comparison = compared(plain)
    if comparison is not None:
        if known[name] or not is_whole(plain[comparison]):
            findings.error("not_whole", (*path, comparison), value=plain[comparison])
        return
    test = next((test for test in ("is", "in") if test in plain), None)
    values = plain.get(test) if test == "in" else [plain.get("is")]
    if test is None or not isinstance(values, list) or not values:
        findings.error("not_one_test", path)
        return
    for value in values:
        if not isinstance(value, str) or value not in known[name]:
            findings.error("value_does_not_fit", (*path, test), value=value, name=name)


def _check_count(findings: Findings, names: Names, plain: Mapping[str, Any], path: Path) -> None:
    counted = plain["count"]
    kind = next(
        (k for k in ("answers", "items") if isinstance(counted, Mapping) and k in counted), None
    )
    comparison = compared(plain)
    if kind is None or "is" not in counted or comparison is None:
        findings.error("not_a_condition", (*path, "count"))
        return
    for name in counted:
        if name not in {kind, "is"}:
            findings.error("unknown_field", (*path, "count", name), field=name)
    if not is_whole(plain[comparison]):
        findings.error("not_whole", (*path, comparison), value=plain[comparison])
    known: Any = names.answers if kind == "answers" else names.items
    ids = [] if counted[kind] == "*" else counted[kind]
    if not isinstance(ids, list):
        findings.error("not_a_list", (*path, "count", kind))
        return
    for position, name in enumerate(ids):
        if not isinstance(name, str) or name not in known:
            findings.error(f"unknown_{kind[:-1]}", (*path, "count", kind, position), name=name)


_CHECKS = {
    "all": _check_all,
    "any": _check_any,
    "not": _check_not,
    "fact": _check_fact,
    "answer": _check_coded,
    "item": _check_coded,
    "applicable": _check_applicable,
    "count": _check_count,
}
