"""What the options of a scale look like, and the key each is chosen with."""

from collections.abc import Mapping
from fractions import Fraction

from qa_app.domain.rubric import Option, OptionRole, Scale

_NOT_SHOWN = frozenset({"no_record", "cannot_tell"})
"""Options that say the file does not show it; the schema gives these codes their meaning."""

_WITHOUT_KEY = frozenset({"not_due"})
"""Only the engine finds these."""


def roles_of(scale: Scale) -> Mapping[str, OptionRole]:
    """Give every option of a scale its look.

    Args:
        scale: The scale.

    Returns:
        Option code to role: the best is met, the lowest unmet, what lies between partly met;
        options that say the file shows nothing, and those without a score, have their own.
    """
    values = [value for option in scale.options if (value := _value(option)) is not None]
    best, lowest = max(values, default=Fraction(0)), min(values, default=Fraction(0))
    return {option.code: _role(option, best, lowest) for option in scale.options}


def _value(option: Option) -> Fraction | None:
    if option.score is None:
        return None if option.rank is None else Fraction(-option.rank)
    return option.score


def _role(option: Option, best: Fraction, lowest: Fraction) -> OptionRole:
    value = _value(option)
    if option.code in _NOT_SHOWN:
        return OptionRole.NO_RECORD
    if value is None:
        return OptionRole.NOT_APPLICABLE
    if value == best:
        return OptionRole.MET
    return OptionRole.UNMET if value == lowest else OptionRole.PART


def digits_of(scale: Scale) -> Mapping[str, str]:
    """Give every option of a scale the digit printed beside its word.

    Args:
        scale: The scale.

    Returns:
        Option code to digit: 0 for "not applicable", the others counted from 1 in the
        scale's order; empty for an option that only the engine finds.
    """
    counted = [o.code for o in scale.options if o.code != "na" and o.code not in _WITHOUT_KEY]
    digits = {code: str(position) for position, code in enumerate(counted, 1)}
    return {o.code: "0" if o.code == "na" else digits.get(o.code, "") for o in scale.options}
