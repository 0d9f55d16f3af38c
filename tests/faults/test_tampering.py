"""Whoever writes past the product into the journal is found out (LG-03)."""

import random
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from qa_app.domain.events import PlacesChanged
from qa_app.domain.journal import JournalEntry, digest_of
from qa_app.domain.journal_anchors import Anchor
from qa_app.models.base import table_of
from qa_app.models.journal import JournalHeadRow, JournalRow
from qa_app.models.transaction import transaction
from qa_app.models.triggers import drop_triggers
from qa_app.queries.journal import Verified, verified_journal
from tests.people import NOON, OPERATOR
from tests.postgresql import as_owner

ROWS, TRIES = 16, 200
JOURNAL = table_of(JournalRow)
Rows = list[dict[str, Any]]
Tampering = Callable[[random.Random, Rows], tuple[Rows, int | None]]
"""Changes rows; gives them with the first that must be named, or None where only the head,
or an anchor, can show it."""


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


@pytest.fixture
def kept(session: Session) -> Rows:
    """A journal whose triggers somebody dropped."""
    for number in range(ROWS):
        at = NOON + timedelta(minutes=number)
        with transaction(session, PlacesChanged(actor=OPERATOR, at=at, what="test", count=number)):
            pass
    drop_triggers(session.connection())
    rows = [dict(row._mapping) for row in session.execute(select(JOURNAL).order_by("seq"))]
    session.commit()
    return rows


def verified(session: Session, rows: Rows, *, anchor: Anchor, is_head_moved: bool) -> Verified:
    session.execute(delete(JournalRow))
    session.execute(insert(JOURNAL), rows)
    if is_head_moved:
        last = rows[-1]
        session.execute(update(JournalHeadRow).values(seq=last["seq"], hash=last["hash"]))
    session.commit()
    return verified_journal(session, OPERATOR, [anchor])


def flip(chance: random.Random, rows: Rows) -> tuple[Rows, int | None]:
    row = chance.choice(rows)
    name = chance.choice(["actor_name", "action", "object_type", "detail", "hash", "at", "outcome"])
    row[name] = row[name] + timedelta(microseconds=1) if name == "at" else f"{row[name]}"[:-1] + "~"
    return rows, row["seq"]


def remove(chance: random.Random, rows: Rows) -> tuple[Rows, int | None]:
    place = chance.randrange(len(rows) - 1)
    return rows[:place] + rows[place + 1 :], rows[place + 1]["seq"]


def swap(chance: random.Random, rows: Rows) -> tuple[Rows, int | None]:
    one, other = sorted(chance.sample(range(len(rows)), 2))
    first, second = dict(rows[one]), dict(rows[other])
    rows[one], rows[other] = second | {"seq": first["seq"]}, first | {"seq": second["seq"]}
    return rows, first["seq"]


def put_in(chance: random.Random, rows: Rows) -> tuple[Rows, int | None]:
    place = chance.randrange(1, len(rows))
    more = resealed([dict(rows[place])], rows[place - 1]["hash"], rows[place]["seq"])
    later = [row | {"seq": row["seq"] + 1} for row in rows[place:]]
    return [*rows[:place], *more, *later], rows[place]["seq"] + 1


def cut(chance: random.Random, rows: Rows) -> tuple[Rows, int | None]:
    return rows[: chance.randrange(1, len(rows))], None


def seal_anew(chance: random.Random, rows: Rows) -> tuple[Rows, int | None]:
    place = chance.randrange(1, len(rows))
    rows[place]["actor_name"] = "x"
    return rows[:place] + resealed(rows[place:], rows[place - 1]["hash"], place + 1), None


def resealed(rows: Rows, prev: str, seq: int) -> Rows:
    done = []
    for number, row in enumerate(rows, seq):
        made = {**row, "seq": number, "prev_hash": prev, "at": row["at"].astimezone(UTC)}
        made.pop("hash")
        prev = digest_of(JournalEntry(**made))
        done.append({**made, "hash": prev})
    return done


def test_random_tampering_names_the_first_bad_row(
    session: Session, kept: Rows, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(41)
    kinds: list[Tampering] = [flip, remove, swap, put_in, cut, seal_anew]
    anchor = Anchor(ROWS, kept[-1]["hash"][:12])
    for number in range(TRIES):
        kind = kinds[number % len(kinds)]
        rows, first = kind(chance, [dict(row) for row in kept])
        found = verified(session, rows, anchor=anchor, is_head_moved=first is None)
        assert not found.is_whole, (kind, number)
        assert found.chain.broken_seq == first, (kind, number)
        if first is None:
            # sealed anew or cut, head and all: the chain holds, and only the anchor tells
            assert found.is_head_right
            assert found.anchors is not None
            assert found.anchors.doubtful == (1, ROWS)
    record_property("tried", TRIES)


def test_a_head_left_behind_or_moved_alone_shows(session: Session, kept: Rows) -> None:
    anchor = Anchor(3, kept[2]["hash"][:12])
    found = verified(session, kept[:-2], anchor=anchor, is_head_moved=False)
    assert (found.chain.broken_seq, found.is_head_right, found.is_whole) == (None, False, False)
    session.execute(text("UPDATE journal_head SET hash = 'f'"))
    session.commit()
    assert not verified(session, kept, anchor=anchor, is_head_moved=False).is_whole
    whole = verified(session, kept, anchor=anchor, is_head_moved=True)
    assert whole.is_whole
    assert whole.anchors is not None
    assert (whole.anchors.anchored_to, whole.anchors.last_seq) == (3, ROWS)
