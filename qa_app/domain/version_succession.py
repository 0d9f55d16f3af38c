"""What the next version of a rubric has to keep, whichever way it comes in."""

from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric_diff import ItemKind, RubricDiff
from qa_app.domain.version_numbers import is_higher


def check_succession(
    version: str, standing: str, diff: RubricDiff, codes_used: frozenset[str]
) -> None:
    """Refuse a version that cannot follow the one that stands (ADR 0017).

    Args:
        version: Its number.
        standing: The highest number of the rubric that is published.
        diff: What changed from the content of that version to the new one.
        codes_used: Every item code that any version of the rubric ever used.

    Raises:
        InvalidError: The number is not higher (`version_not_higher`, with `standing`); the
            two say the same (`nothing_changed`, with `standing`); a code of an item that left
            is given to another (`code_reused`, with `items`).
    """
    if not is_higher(version, than=standing):
        raise InvalidError("version_not_higher", standing=standing)
    if diff.is_empty:
        raise InvalidError("nothing_changed", standing=standing)
    new = {item.code for item in diff.of_kind(ItemKind.NEW)}
    reused = sorted(new & codes_used)
    if reused:
        raise InvalidError("code_reused", items=", ".join(reused))
