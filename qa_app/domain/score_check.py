"""Whether a frozen score is what its frozen entries give, field by field."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa_app.domain.journal import canonical_json
from qa_app.domain.signing import Frozen

_NAMES = ("item", "section", "code")
"""Fields by which parts of a list are told apart, as `scoring_plain` writes them."""


class Fault(StrEnum):
    """Why a frozen score is not what it should be."""

    DRIFT = "drift"
    DIGEST = "digest"
    UNREADABLE = "unreadable"
    NO_VERSION = "no_version"
    NO_CALENDAR = "no_calendar"
    UNFIT_ENTRIES = "unfit_entries"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is wrong with a frozen score.

    Attributes:
        fault: What kind of thing.
        field: Column, or path into the frozen result, its parts joined by slashes; empty when
            it is about the whole.
        stands: What is kept, as JSON text; empty when nothing is.
        comes: What comes out, as JSON text; empty when nothing does.
    """

    fault: Fault
    field: str = ""
    stands: str = ""
    comes: str = ""


@dataclass(frozen=True, slots=True)
class KeptScore:
    """A frozen score as it is kept.

    Attributes:
        status: Column of the same name, as are the others.
    """

    status: str | None
    score_millionths: int | None
    band: str | None
    band_position: int | None
    stop_count: int
    gate_count: int
    explanation: str | None
    digest: str | None


def differences(standing: KeptScore, frozen: Frozen) -> tuple[Difference, ...]:
    """Compare what is kept with what comes out.

    Args:
        standing: What is kept.
        frozen: What scoring the same entries anew would freeze.

    Returns:
        What differs, the columns first; empty when every field is the same and the digest is
        that of the text.
    """
    come = (
        frozen.status,
        frozen.score_millionths,
        frozen.band,
        frozen.band_position,
        len(frozen.stop),
        len(frozen.gate),
    )
    stand = (
        standing.status,
        standing.score_millionths,
        standing.band,
        standing.band_position,
        standing.stop_count,
        standing.gate_count,
    )
    if (
        stand == come
        and standing.explanation == frozen.explanation
        and standing.digest == frozen.digest
    ):
        return ()  # the texts are equal sign by sign, so nothing in them can differ
    names = ("status", "score_millionths", "band", "band_position", "stop_count", "gate_count")
    return (
        *_columns(names, stand, come),
        *sealing(standing),
        *_texts(standing.explanation, frozen.explanation),
    )


def _columns(
    names: Sequence[str], stand: Sequence[Any], come: Sequence[Any]
) -> Iterator[Difference]:
    for name, kept, found in zip(names, stand, come, strict=True):
        if kept != found:
            yield Difference(Fault.DRIFT, name, _said(kept), _said(found))


def sealing(standing: KeptScore) -> tuple[Difference, ...]:
    """Hold the kept digest against the kept text, which needs no scoring.

    Args:
        standing: What is kept.

    Returns:
        One difference when the digest is not that of the text; else none.
    """
    digest = hashlib.sha256((standing.explanation or "").encode()).hexdigest()
    if digest == standing.digest:
        return ()
    return (Difference(Fault.DIGEST, "explanation_digest", standing.digest or "", digest),)


def _texts(stands: str | None, comes: str) -> Iterator[Difference]:
    if stands == comes:
        return
    try:
        kept = json.loads(stands or "")
    except ValueError:
        yield Difference(Fault.UNREADABLE, "explanation")
        return
    found = list(_within(kept, json.loads(comes), ""))
    # equal values in another writing: the text is not the one that signing wrote
    yield from found or [Difference(Fault.UNREADABLE, "explanation")]


_NOTHING = object()


def _within(kept: Any, found: Any, path: str) -> Iterator[Difference]:
    if isinstance(kept, Mapping) and isinstance(found, Mapping):
        for name in sorted({*kept, *found}):
            below = f"{path}/{name}" if path else name
            yield from _within(kept.get(name, _NOTHING), found.get(name, _NOTHING), below)
    elif _are_lists_of_one_length(kept, found):
        for place, (one, other) in enumerate(zip(kept, found, strict=True)):
            yield from _within(one, other, f"{path}/{_name(one, other, place)}")
    elif type(kept) is not type(found) or kept != found:
        yield Difference(Fault.DRIFT, path, _said(kept), _said(found))


def _are_lists_of_one_length(kept: Any, found: Any) -> bool:
    return isinstance(kept, list) and isinstance(found, list) and len(kept) == len(found)


def _name(one: Any, other: Any, place: int) -> str:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in _NAMES:
            if isinstance(one.get(name), str) and one.get(name) == other.get(name):
                return str(one[name])
    return str(place)


def _said(value: Any) -> str:
    return "" if value is _NOTHING else canonical_json(value)
