"""What people declare about reworded items, and how each item stands once they have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa_app.domain.rubric_diff import ItemKind, RubricDiff

DECIDABLE = (ItemKind.REWORDED, ItemKind.CHANGED)
"""What a person may say of a reworded item: still comparable, or not."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How an item stands to the version before, in the end.

    Attributes:
        code: The item.
        kind: An undecided reworded item counts as changed.
        is_undecided: A person has still to say whether it stays comparable.
        confirmed_by: Account that said so; None where the kind follows from the contents.
        confirmed_name: That person's name; empty without.
        confirmed_at: When; None without.
        reason: What they gave as the reason; may be empty.
    """

    code: str
    kind: ItemKind
    is_undecided: bool = False
    confirmed_by: int | None = None
    confirmed_name: str = ""
    confirmed_at: datetime | None = None
    reason: str = ""

    @property
    def is_comparable(self) -> bool:
        """Tell whether results of the item join across the two versions."""
        return self.kind in {ItemKind.SAME, ItemKind.REWORDED}


def settle_items(diff: RubricDiff, declared: Mapping[str, Any]) -> tuple[Settled, ...]:
    """Say how every item stands to the version before.

    Args:
        diff: What changed.
        declared: Item code to what a person declared, as drafts keep it; a declaration about
            other words than those of now no longer counts.

    Returns:
        In the order of the comparison.
    """
    return tuple(
        _decided(item.code, declared.get(item.code), item.digest)
        if item.kind is ItemKind.REWORDED
        else Settled(item.code, item.kind)
        for item in diff.items
    )


def settle_kept(diff: RubricDiff, kept: Mapping[str, Settled]) -> tuple[Settled, ...]:
    """Say how every item of a published version stands to the version before.

    Args:
        diff: What changed.
        kept: Item code to what was kept of it; a reworded item of which nothing was kept waits
            for a person's word.

    Returns:
        In the order of the comparison.
    """
    return tuple(
        kept.get(item.code)
        or (
            Settled(item.code, ItemKind.CHANGED, is_undecided=True)
            if item.kind is ItemKind.REWORDED
            else Settled(item.code, item.kind)
        )
        for item in diff.items
    )


def _decided(code: str, declaration: Mapping[str, Any] | None, digest: str) -> Settled:
    if declaration is None or declaration["digest"] != digest:
        return Settled(code, ItemKind.CHANGED, is_undecided=True)
    return Settled(
        code,
        ItemKind(declaration["kind"]),
        confirmed_by=declaration["by"],
        confirmed_name=declaration["name"],
        confirmed_at=datetime.fromisoformat(declaration["at"]),
        reason=declaration["reason"],
    )


def comparable_codes(settled: tuple[Settled, ...]) -> frozenset[str]:
    """List the items by which two versions can be compared.

    Args:
        settled: How every item stands.

    Returns:
        Their codes.
    """
    return frozenset(one.code for one in settled if one.is_comparable)


def declaration(
    kind: ItemKind, digest: str, by: tuple[int | None, str], reason: str, at: datetime
) -> dict[str, Any]:
    """Write down what a person declares, as drafts keep it.

    Args:
        kind: `reworded` for comparable, `changed` for not.
        digest: Of the item before and after.
        by: Account and name of the person.
        reason: Why; may be empty.
        at: When.

    Returns:
        JSON values.
    """
    return {
        "kind": kind.value,
        "reason": reason,
        "by": by[0],
        "name": by[1],
        "at": at.isoformat(),
        "digest": digest,
    }
