import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.journal import (
    GENESIS,
    ChainReport,
    JournalEntry,
    canonical_json,
    digest_of,
    sealed_fields,
    walk_chain,
)

NOON = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
Rows = list[tuple[JournalEntry, str]]


def entry(seq: int, prev_hash: str, **fields: object) -> JournalEntry:
    base: dict[str, object] = {
        "seq": seq,
        "at": NOON + timedelta(minutes=seq),
        "actor_id": 1,
        "actor_name": "督导甲",
        "session_digest": None,
        "address": None,
        "action": "audit:sign",
        "object_type": "audit",
        "object_id": "7",
        "centre_id": 5,
        "outcome": "done",
        "detail": "{}",
        "prev_hash": prev_hash,
    }
    return JournalEntry(**(base | fields))


def chain(length: int) -> Rows:
    rows: Rows = []
    last = GENESIS
    for seq in range(1, length + 1):
        row = entry(seq, last)
        last = digest_of(row)
        rows.append((row, last))
    return rows


def walked(rows: Rows) -> ChainReport:
    return walk_chain((sealed_fields(row), stored) for row, stored in rows)


def test_equal_values_give_equal_text() -> None:
    assert canonical_json({"b": 1, "a": "准绳"}) == '{"a":"准绳","b":1}'
    assert canonical_json([1, None, True]) == "[1,null,true]"


def test_the_digest_is_sha256_of_the_row() -> None:
    text = (
        '[1,"2026-03-23T04:01:00.000000+00:00",1,"督导甲",null,null,"audit:sign","audit","7",5,'
        f'"done","{{}}","{GENESIS}","sha256"]'
    )
    assert digest_of(entry(1, GENESIS)) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 2},
        {"at": NOON},
        {"actor_id": None},
        {"actor_name": "督导乙"},
        {"session_digest": "a"},
        {"address": "127.0.0.1"},
        {"action": "audit:void"},
        {"object_type": "case"},
        {"object_id": None},
        {"centre_id": None},
        {"outcome": "refused"},
        {"detail": '{"a":1}'},
        {"prev_hash": "1" * 64},
        {"alg": "md5"},
    ],
)
def test_every_field_is_sealed(change: dict[str, object]) -> None:
    row = entry(1, GENESIS)
    assert digest_of(replace(row, **change)) != digest_of(row)


def test_a_whole_chain() -> None:
    rows = chain(4)
    report = walked(rows)
    assert (report.count, report.last_seq, report.last_hash) == (4, 4, rows[-1][1])
    assert (report.broken_seq, report.flaw) == (None, None)


def test_an_empty_chain() -> None:
    report = walked([])
    assert (report.count, report.last_seq, report.last_hash, report.flaw) == (0, 0, GENESIS, None)


def test_a_changed_row_is_named() -> None:
    rows = chain(4)
    rows[1] = (replace(rows[1][0], outcome="refused"), rows[1][1])
    report = walked(rows)
    assert (report.count, report.broken_seq, report.flaw) == (1, 2, "digest")
    assert (report.last_seq, report.last_hash) == (1, rows[0][1])


def test_a_changed_row_with_a_new_digest_breaks_the_next_link() -> None:
    rows = chain(4)
    forged = replace(rows[1][0], outcome="refused")
    rows[1] = (forged, digest_of(forged))
    report = walked(rows)
    assert (report.broken_seq, report.flaw) == (3, "link")


def test_a_row_taken_out_leaves_a_gap() -> None:
    rows = chain(4)
    del rows[2]
    report = walked(rows)
    assert (report.broken_seq, report.flaw, report.last_seq) == (4, "gap", 2)
    assert walked(chain(3)[1:]).flaw == "gap"


def test_a_cut_tail_is_not_seen_from_the_rows_alone() -> None:
    rows = chain(4)
    report = walked(rows[:3])
    assert report.flaw is None
    assert report.last_hash != rows[3][1]
