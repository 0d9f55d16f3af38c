"""Frozen values as plain data and back, for what is kept as it was on a day."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_EITHER = frozenset({Union, type(int | None)})


def to_plain(value: Any) -> Any:
    """Turn a value into what JSON can hold.

    Args:
        value: A dataclass of dataclasses, tuples, texts, numbers, fractions, days, codes and None.

    Returns:
        Dataclasses as mappings without the fields that stand at their default; fractions as
        `n/d`, days as ISO text, codes as their values.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name))
            for field in fields(value)
            if field.init and not _is_default(field, getattr(value, field.name))
        }
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: type[Value], plain: Any) -> Value:
    """Read a value back.

    Args:
        kind: The dataclass that was turned into plain data.
        plain: What `to_plain` gave; fields that it lacks take their default.

    Returns:
        An equal value.

    Raises:
        ValueError: Something in it is none of the kind.
    """
    try:
        read: Value = _read(kind, plain)
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(kind.__name__) from fault
    return read


def _is_default(field: "Field[Any]", value: Any) -> bool:
    return (
        field.default is not MISSING
        and type(field.default) is type(value)
        and (field.default == value)
    )


def _read(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in _EITHER:
        # only "something or None" is written
        if plain is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not type(None))
        return _read(kind, plain)
    if origin is tuple:
        return _tuple(get_args(kind), plain)
    if is_dataclass(kind):
        make: Any = kind
        types = _types(make)
        return make(**{name: _read(types[name], one) for name, one in _mapping(plain).items()})
    if kind is Fraction:
        return Fraction(plain)
    if kind is date:
        return date.fromisoformat(plain)
    return kind(plain)


def _mapping(plain: Any) -> Mapping[str, Any]:
    if not isinstance(plain, Mapping):
        raise TypeError("mapping")
    return plain


def _tuple(parts: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise TypeError("list")
    if parts[1:] == (Ellipsis,):
        return tuple(_read(parts[0], one) for one in plain)
    return tuple(_read(part, one) for part, one in zip(parts, plain, strict=True))


@lru_cache(maxsize=200)
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
