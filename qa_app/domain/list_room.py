"""How long the lists of a form for parts of a rubric draft may be."""

from collections.abc import Sequence

from qa_app.domain.form_fields import Field, Plain, Typed
from qa_app.domain.shown_fields import is_overfull, rows_most

_BLANK = 4
"""Times as many rows as are kept may be sent: a form has empty ones in every list."""


def sent_too_long(fields: Sequence[Field], typed: Typed) -> tuple[str, ...]:
    """Name the lists of a form that are too long to be read at all.

    Args:
        fields: The fields of the form.
        typed: What was sent.

    Returns:
        Names of fields of the part; with any of them nothing may be made of what was sent.
    """
    return tuple(one.name for one in fields if _sent(one, typed) > _BLANK * rows_most(one))


def _sent(field: Field, typed: Typed) -> int:
    # rows of tables are counted by their longest column, the others by their places
    longest = 0
    places: set[str] = set()
    for name, values in typed.items():
        if name != field.name and not name.startswith(f"{field.name}."):
            continue
        longest = max(longest, len(values))
        steps = name.split(".")
        places.update(".".join(steps[: at + 1]) for at, one in enumerate(steps) if one.isdecimal())
    return max(longest, len(places))


def grown_too_long(fields: Sequence[Field], before: Plain, now: Plain) -> tuple[str, ...]:
    """Name the lists that a form made longer than it can show.

    Args:
        fields: The fields of the form.
        before: What the part held.
        now: What it would hold.

    Returns:
        Names of fields of the part. A list that was as long before is none of them: it came as
        text, and only as text it changes.
    """
    return tuple(
        one.name for one in fields if is_overfull(one, now) and not is_overfull(one, before)
    )
