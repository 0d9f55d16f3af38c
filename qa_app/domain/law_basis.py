"""What a law as basis demands of an item or a criterion, and what else may not have."""

from collections.abc import Mapping
from typing import Any, Final

from qa_app.domain.problems import Findings, Path

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
