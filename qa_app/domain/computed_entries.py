"""What changes in the entries that records gave to a review, and who may change them."""

from collections.abc import Iterable

from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.errors import InvalidError
from qa_app.domain.supervisor_quarter import FROM_RECORDS, Computed, overruled, place_of


def renewed(standing: Iterable[Entry], fresh: Iterable[Entry], left: str = "") -> tuple[Entry, ...]:
    """Bring what records gave up to date; what the reader says otherwise stays.

    Args:
        standing: The entries of a review.
        fresh: What records give now, as `computed_entries` gives it.
        left: A measure that the reader leaves to records again; empty for none.

    Returns:
        Entries to be kept: those that change; a value that records gave and give no more is taken
        back.
    """
    stand = {(one.kind, one.key): one for one in standing}
    given = {(one.kind, one.key): one for one in fresh}
    kept = dict(given)
    for (kind, key), one in given.items():
        earlier = stand.get((kind, key))
        if kind is not EntryKind.COMPUTED or earlier is None:
            continue
        if earlier.value["is_overruled"] and key != left:
            kept[kind, key] = overruled(one, earlier.note)
            kept.pop(place_of(key), None)
    for place, one in stand.items():
        is_asked = any(place_of(key) == place for kind, key in given if kind is EntryKind.COMPUTED)
        if is_asked and place not in given and FROM_RECORDS in one.read:
            kept[place] = Entry(one.kind, one.key, None)
    return tuple(one for place, one in kept.items() if not _is_same(stand.get(place), one))


def _is_same(one: Entry | None, other: Entry) -> bool:
    return one is not None and (one.value, one.note, one.read) == (
        other.value,
        other.note,
        other.read,
    )


def has_changed(standing: Iterable[Computed], fresh: Iterable[Computed]) -> bool:
    """Tell whether records say something else than when a review was computed.

    Args:
        standing: What the review keeps.
        fresh: What records answer now.

    Returns:
        True when something they stand on differs.
    """
    return {one.measure: one.digest for one in standing} != {
        one.measure: one.digest for one in fresh
    }


def refuse_given(entries: Iterable[Entry], changes: Iterable[EntryChange]) -> None:
    """Refuse to save over what records gave: it is overruled with a reason, or left.

    Args:
        entries: The entries of a review as they stand.
        changes: What is to be saved.

    Raises:
        InvalidError: One of them was given by records (`from_records`).
    """
    given = {(one.kind, one.key) for one in entries if FROM_RECORDS in one.read}
    # nor does anybody but records set their mark
    if any((one.kind, one.key) in given or FROM_RECORDS in one.read for one in changes):
        raise InvalidError("from_records")
