"""What a law as basis demands of an item or a criterion, and what else may not have."""

from collections.abc import Mapping
from typing import Any, Final

from qa_app.domain.problems import Findings, Path
from qa_app.domain.rubric import Basis, Item, Rubric

LAW_FIELDS: Final = ("quote", "addressee", "confirmed_for")
"""Fields that go with the basis `law` and with no other."""


def check_law(
    findings: Findings, written: Mapping[str, Any], merged: Mapping[str, Any], path: Path
) -> None:
    """Report fields of the law that are missing, and those that stand where no law does.

    Args:
        findings: Where faults go.
        written: The item, criterion or variant as it is written.
        merged: The same with what a variant takes from its criterion, its basis among it.
        path: Where it stands.
    """
    for field in LAW_FIELDS:
        if merged["basis"] == "law" and not merged.get(field):
            findings.error("law_needs", path, field=field)
        if merged["basis"] != "law" and field in written:
            findings.error("only_for_law", (*path, field), field=field)


_EVERY_KIND = "all"


def binds(item: Item, kind: str) -> bool:
    """Tell whether the law that an item rests on was confirmed for a kind of organisation.

    Args:
        item: The item.
        kind: Kind of the centre, as the register names it.

    Returns:
        True when the kind, or every kind, stands among those confirmed; False for an item
        that rests on no law.
    """
    confirmed = item.confirmed_for
    return confirmed is not None and not {kind, _EVERY_KIND}.isdisjoint(confirmed.kinds)


def basis_at(item: Item, kind: str) -> Basis:
    """Give the basis of an item at a centre.

    Args:
        item: The item.
        kind: Kind of the centre; empty where no centre is meant.

    Returns:
        `standard` in place of `law` at a centre for whose kind the law was not confirmed; else
        the basis that the rubric gives.
    """
    if kind and item.basis is Basis.LAW and not binds(item, kind):
        return Basis.STANDARD
    return item.basis


def items_by_basis(rubric: Rubric, kind: str) -> dict[Basis, tuple[Item, ...]]:
    """Sort the items of a rubric by their basis at a centre.

    Args:
        rubric: The rubric.
        kind: Kind of the centre; empty where no centre is meant.

    Returns:
        Each basis that an item has, the most binding first, with its items in the rubric's
        order; empty for rule rubrics.
    """
    every = rubric.items.values()
    found = {one: tuple(i for i in every if basis_at(i, kind) is one) for one in Basis}
    return {basis: items for basis, items in found.items() if items}
