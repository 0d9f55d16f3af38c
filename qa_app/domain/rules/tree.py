"""Rules of a criterion: tests on metrics, joined by all, any, not and so many of several."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from qa_app.domain.problems import Findings, Path
from qa_app.domain.rounding import decimal_text
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.metrics import check_metric, check_tests
from qa_app.domain.rules.truth import Truth, at_least, opposite, truth_of
from qa_app.domain.shapes import anything, code, list_of, shape, whole, words
from qa_app.domain.spans import parse_threshold
from qa_app.domain.verdicts import Verdict

Plain = Mapping[str, Any]

DEPTH_MOST: Final = 8
"""How deep rules may stand in each other."""

PARTS_MOST: Final = 30
"""Most tests of one criterion."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test on one metric.

    Attributes:
        metric: What is measured.
        met: Leaf that makes it met; a state where the metric is no number.
        conditional: Leaf that makes it met on conditions; None when there is none.
        min_n: Fewest files, items or people that can tell; None when any number can.
        params: Further values of the metric.
    """

    metric: str
    met: Threshold | str
    conditional: Threshold | str | None = None
    min_n: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Same:
    """Holds as another criterion does.

    Attributes:
        code: The other criterion.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Of:
    """Holds as far as so many of its parts do; "all" is every one, "any" is one.

    Attributes:
        needed: How many must hold.
        parts: The parts.
    """

    needed: int
    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds as far as its part does not.

    Attributes:
        part: The part.
    """

    part: "Rule"


Rule = Leaf | Same | Of | Not


def truth_of_rule(
    rule: Rule,
    test: Callable[[Leaf], Verdict],
    other: Callable[[str], Truth],
) -> Truth:
    """Find what a rule can still turn out to be.

    Args:
        rule: The rule.
        test: Gives the verdict of one test.
        other: Gives the truth of another criterion.

    Returns:
        Its worst and best degree.
    """
    match rule:
        case Leaf():
            return truth_of(test(rule))
        case Same(name):
            return other(name)
        case Of(needed, parts):
            return at_least(needed, [truth_of_rule(part, test, other) for part in parts])
        case Not(part):
            return opposite(truth_of_rule(part, test, other))


def leaves_in(rule: Rule) -> Iterator[Leaf]:
    """List the tests of a rule.

    Args:
        rule: The rule.

    Yields:
        Each, in the order in which they are written.
    """
    match rule:
        case Leaf():
            yield rule
        case Of(_, parts):
            for part in parts:
                yield from leaves_in(part)
        case Not(part):
            yield from leaves_in(part)
        case Same():
            pass


def others_in(rule: Rule) -> frozenset[str]:
    """List the criteria that a rule looks at.

    Args:
        rule: The rule.

    Returns:
        Their codes.
    """
    match rule:
        case Same(name):
            return frozenset({name})
        case Of(_, parts):
            return frozenset().union(*(others_in(part) for part in parts))
        case Not(part):
            return others_in(part)
        case Leaf():
            return frozenset()


def order_of(rules: Mapping[str, frozenset[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put criteria into an order in which each comes after those that it looks at.

    Args:
        rules: Code to the codes that it looks at; codes that are no criterion are left to others.

    Returns:
        The order, and codes that look at each other in a circle (or at such ones), in the order
        given.
    """
    left = {name: set(looks) & rules.keys() for name, looks in rules.items()}
    order: list[str] = []
    while ready := [name for name, looks in left.items() if not looks]:
        order += ready
        for name in ready:
            del left[name]
        for looks in left.values():
            looks.difference_update(ready)
    return tuple(order), tuple(left)


def check_rule(findings: Findings, plain: Any, path: Path, known: Sequence[str]) -> None:
    """Find what is wrong with a rule as it is written.

    Args:
        findings: Where faults go: shapes, unknown metrics and criteria, impossible thresholds,
            more parts needed than there are, rules too deep or too long.
        plain: The rule.
        path: Where it stands.
        known: Codes of the criteria of its file.
    """
    _check(findings, plain, path, frozenset(known), 1)
    if not findings.problems and sum(1 for _ in leaves_in(rule_from(plain))) > PARTS_MOST:
        findings.error("too_many_tests", path, most=PARTS_MOST)


def rule_from(plain: Plain) -> Rule:
    """Read a rule that was checked.

    Args:
        plain: The rule, or a criterion that is one test.

    Returns:
        The rule, thresholds exact.
    """
    if "criterion" in plain:
        return Same(plain["criterion"])
    if "not" in plain:
        return Not(rule_from(plain["not"]))
    for name in ("all", "any", "of"):
        if name in plain:
            parts = tuple(rule_from(part) for part in plain[name])
            needed = {"all": len(parts), "any": 1}.get(name) or int(plain["at_least"])
            return Of(needed, parts)
    return Leaf(
        plain["metric"],
        threshold_from(plain["met"]),
        None if plain.get("conditional") is None else threshold_from(plain["conditional"]),
        plain.get("min_n"),
        plain.get("params") or {},
    )


def threshold_from(written: str) -> Threshold | str:
    """Read a test as it is written.

    Args:
        written: Such as `>=0.9` or `==none_failed`.

    Returns:
        The threshold, exact; the state where no number stands.
    """
    try:
        return Threshold(*parse_threshold(written))
    except ValueError:
        return written.removeprefix("==").strip()


def _check(findings: Findings, plain: Any, path: Path, known: frozenset[str], depth: int) -> None:
    if not isinstance(plain, Mapping):
        findings.error("not_a_mapping", path)
    elif depth > DEPTH_MOST:
        findings.error("too_deep", path, most=DEPTH_MOST)
    elif (kind := next((name for name in _SHAPES if name in plain), None)) is None:
        findings.error("not_a_rule", path, allowed=", ".join(_SHAPES))
    else:
        _SHAPES[kind](findings, plain, path)
        _check_parts(findings, plain, kind, path, known, depth)


def _check_parts(
    findings: Findings,
    plain: Plain,
    kind: str,
    path: Path,
    known: frozenset[str],
    depth: int,
) -> None:
    value = plain[kind]
    if kind == "metric":
        _check_test(findings, plain, path)
    elif kind == "criterion":
        if value not in known:
            findings.error("unknown_criterion", (*path, kind), name=value)
    elif kind == "not":
        _check(findings, value, (*path, kind), known, depth + 1)
    elif isinstance(value, list):
        needed = plain.get("at_least")
        if kind == "of" and isinstance(needed, int) and needed > len(value):
            findings.error("more_than_parts", (*path, "at_least"), value=needed, most=len(value))
        for place, part in enumerate(value):
            _check(findings, part, (*path, kind, place), known, depth + 1)


def _check_test(findings: Findings, plain: Plain, path: Path) -> None:
    if not isinstance(plain["metric"], str):
        return
    check_metric(findings, plain["metric"], plain.get("params"), path)
    written = plain.get("met"), plain.get("conditional")
    met, conditional = (threshold_from(one) if isinstance(one, str) else None for one in written)
    if met is not None:
        check_tests(findings, plain["metric"], met, conditional, path)


_LIST = list_of(anything, at_least=1)
_SHAPES = {
    "metric": shape(
        "metric met",
        metric=code,
        met=words,
        conditional=words,
        min_n=whole(0),
        params=anything,
    ),
    "criterion": shape("criterion", criterion=code),
    "not": shape("not", not_=anything),
    "all": shape("all", all=_LIST),
    "any": shape("any", any=_LIST),
    "of": shape("of at_least", of=_LIST, at_least=whole(1)),
}


def plain_rule(rule: Rule) -> dict[str, Any]:
    """Give a rule as plain data.

    Args:
        rule: The rule.

    Returns:
        What `rule_from` reads as the same rule, written in one way only; fractions among its
        parameters as decimal text.
    """
    match rule:
        case Same(name):
            return {"criterion": name}
        case Not(part):
            return {"not": plain_rule(part)}
        case Of(needed, parts):
            return {"at_least": needed, "of": [plain_rule(part) for part in parts]}
        case Leaf():
            return _plain_leaf(rule)


def _plain_leaf(leaf: Leaf) -> dict[str, Any]:
    plain: dict[str, Any] = {"metric": leaf.metric, "met": _written(leaf.met)}
    if leaf.conditional is not None:
        plain["conditional"] = _written(leaf.conditional)
    if leaf.min_n is not None:
        plain["min_n"] = leaf.min_n
    if leaf.params:
        plain["params"] = _exact(leaf.params)
    return plain


def _exact(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _exact(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(entry) for entry in value]
    return decimal_text(value) if isinstance(value, Fraction) else value


def _written(test: Threshold | str) -> str:
    if isinstance(test, str):
        return f"=={test}"
    return f"{test.operator}{decimal_text(test.number)}"
