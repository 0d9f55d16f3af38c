"""Which rule a request was refused by, for the line that it leaves."""

from collections.abc import Iterable

from flask import request

_RULE = "plumbline.refused"
_FORM, _TOO_MANY = "form", 429


def note_refused(rule: str) -> None:
    """Remember by which rule the present request was refused.

    Args:
        rule: A name of the code, never what was typed; of several the last stays.
    """
    request.environ[_RULE] = rule


def note_refused_fields(fields: Iterable[str]) -> None:
    """Remember which fields of its form kept the present request from being done.

    Args:
        fields: Their names, which join those noted before; empty for the form as a whole.
    """
    begun, _, before = str(request.environ.get(_RULE, "")).partition(":")
    known = before.split(",") if begun == _FORM else []
    note_refused(f"{_FORM}:{','.join(sorted({*known, *fields}))}")


def refused_by(status: int) -> str:
    """Tell by which rule the present request was refused.

    Args:
        status: Of its answer.

    Returns:
        The rule; empty where none was noted, as for pages that are not there.
    """
    rule: str = request.environ.get(_RULE, "")
    if status == _TOO_MANY and rule.partition(":")[0] in {"", _FORM}:
        return "throttle"
    return rule
