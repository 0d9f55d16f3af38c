"""What was recorded by an act of weight, as plain values that a seal is made of.

Tables are named, not imported, as the journal stands below everything that is recorded: whoever
acts has loaded what they act on. Which columns count is written out here and never changes for a
kind: a column that is added later is no part of old seals. Sealed texts stand by their fingerprint,
which outlives their words and the key that sealed them.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, Table, func, select, true
from sqlalchemy.orm import Session

from qa_app.domain.journal import canonical_json
from qa_app.models.base import Base
from qa_app.models.sealing import sealer_of

Plain = list[Any]
AT_ONCE = 500
"""How many records are asked for by one statement: databases bound how many values it has."""
_Key = TypeVar("_Key")
_Rest = ParamSpec("_Rest")
_REVIEW = (
    "id centre_id area_code rubric_version_id case_file_id practitioner_id reader_id supplements_id"
    " supplement_asks reading replaces_id version_reason version_day draw_id sample_type drawn_as"
    " read_at reviewed_on signed_at signed_by status score_millionths band band_position stop_count"
    " gate_count explanation_digest assessors"
)
_VOID = "id void_reason void_asked_at void_asked_by"
_VOIDED = f"{_VOID} voided_at voided_by"
_AMENDMENT = "id audit_id objection_id body changes asked_at asked_by"
_AMENDED = f"{_AMENDMENT} state refusal settled_at settled_by new_audit_id"
_PAIR = "id first_id second_id how settled_at settled_by moderated_id"
_CHOSEN = "id centre_id draw_id first_id second_id seed ticket chosen_at chosen_by"
_GIVEN_UP = "id first_id second_id settled_at dissolve_reason"
_PAIR_DECISION = "kind key choice value reason decided_at decided_by"
_DECISION = (
    "id centre_id area_code set_code route status computed snapshot_id reasons effective_on"
    " valid_until last_step application_id issuing_body document_number document_on scan_digest"
    " proposed_at proposed_by"
)
_DECIDED = f"{_DECISION} state compared_by decided_at decided_by"
_SNAPSHOT = (
    "id centre_id area_code version_id set_code as_of made_for status digest intervals taken_at"
    " taken_by"
)
_CONDITION = "position body due_on"
_STEP = "id centre_id area_code number status effective_on until cause decision_id made_at made_by"
_OBJECTION = "id decision_id centre_id ground body filed_at filed_by"
_VOTE = "objection_id account_id side named_at named_by vote reasons voted_at"
_PAPER = (
    "id decision_id centre_id area_code number token token_digest check_digest valid_from"
    " valid_until digest key_id signature replaces_id issued_at issued_by"
)
_REVOKED = "id revoked_at revoked_by revoked_why"
_RECORD = (
    "session_id held_on began_at ended_at mode was_interrupted functions next_on revision"
    " written_at written_by digest"
)
_BLOCK = "block revision body saved_at saved_by"
_PRESENCE = "practitioner_id minutes credited_seconds"
_CASE = "position case_file_id discussed_on risk is_safety_seen is_child_heard owner due_on body"
_SESSION = "id centre_id type area_code planned_on supervisor_id state settled_at settled_by"
_SIGNATURE = "id account_id practitioner_id part at"


def in_parts(ids: Collection[int]) -> Iterator[list[int]]:
    """Part numbers of records, in their order, for statements that bear `AT_ONCE` of them."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def _parted(
    read: Callable[Concatenate["Contents", Collection[int], _Rest], dict[_Key, Plain]],
) -> Callable[Concatenate["Contents", Collection[int], _Rest], dict[_Key, Plain]]:
    @wraps(read)
    def part_by_part(
        self: "Contents", ids: Collection[int], /, *args: _Rest.args, **named: _Rest.kwargs
    ) -> dict[_Key, Plain]:
        found: dict[_Key, Plain] = {}
        for part in in_parts(ids):
            found |= read(self, part, *args, **named)
        return found

    return part_by_part


class Contents:
    """Reads what was recorded, and seals it."""

    def __init__(self, session: Session) -> None:
        """Take a session.

        Args:
            session: A database session with a sealer, which may look at every row asked for.
        """
        self._connection = session.connection()
        self._sealer = sealer_of(session)

    def seal(self, action: str, content: Plain | None) -> str:
        """Seal what an act recorded.

        Args:
            action: As the journal names it.
            content: What was recorded; None for nothing.

        Returns:
            A digest that nobody makes without the keys; empty for nothing.
        """
        return "" if content is None else self._sealer.digest(canonical_json(content), action)

    @_parted
    def reviews(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read what signing a review freezes; its result by the digest.

        Args:
            ids: The reviews.

        Returns:
            Number to content, as of all others here; what is not there is left out.
        """
        return self._by_id(_table("audit"), _REVIEW, _table("audit").c.id.in_(ids))

    def many(self, ids: Collection[int]) -> list[Plain]:
        """Read the reviews that one chunk of an import took in, in their order."""
        return list(self.reviews(ids).values())

    @_parted
    def voids(self, ids: Collection[int], *, is_done: bool) -> dict[int, Plain]:
        """Read that and why reviews are to be void, and with `is_done` who confirmed it."""
        return self._by_id(
            _table("audit"), _VOIDED if is_done else _VOID, _table("audit").c.id.in_(ids)
        )

    def last_amendment(self, audit_id: int) -> int:
        """Find the amendment of a review that moves: one is settled before the next is proposed."""
        row = _table("amendment")
        last = select(row.c.id).where(row.c.audit_id == audit_id).order_by(row.c.id.desc())
        number: int = self._connection.execute(last.limit(1)).scalar_one()
        return number

    @_parted
    def amendments(self, ids: Collection[int], *, is_done: bool) -> dict[int, Plain]:
        """Read amendments as they were proposed, with `is_done` also how they were settled."""
        found = self._by_id(
            _table("amendment"),
            _AMENDED if is_done else _AMENDMENT,
            _table("amendment").c.id.in_(ids),
        )
        if not is_done:
            return found
        made = {number: content[-1] for number, content in found.items()}
        reviews = self.reviews([one for one in made.values() if one is not None])
        return {number: [*content, reviews.get(made[number])] for number, content in found.items()}

    @_parted
    def pairs(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read pairs of readings as they were settled, with the review that was made."""
        found = self._by_id(_table("reading_pair"), _PAIR, _table("reading_pair").c.id.in_(ids))
        row = _table("pair_decision")
        decided = self._grouped(row, "pair_id", _PAIR_DECISION, row.c.pair_id.in_(ids))
        reviews = self.reviews([one[-1] for one in found.values() if one[-1] is not None])
        return {
            number: [*content, reviews.get(content[-1]), decided.get(number, [])]
            for number, content in found.items()
        }

    def chosen(self, draw_id: int, at: datetime) -> list[Plain]:
        """Read the pairs of readings that one moment opened in a draw, in their order."""
        return self.openings([draw_id]).get((draw_id, at), [])

    @_parted
    def openings(self, ids: Collection[int]) -> dict[tuple[int, datetime], Plain]:
        """Read the pairs of readings of draws: draw and moment to what was opened at once."""
        row = _table("reading_pair")
        query = select(row.c.draw_id, row.c.chosen_at, *_columns(row, _CHOSEN))
        found: dict[tuple[int, datetime], Plain] = {}
        for one in self._connection.execute(query.where(row.c.draw_id.in_(ids)).order_by(row.c.id)):
            found.setdefault((one[0], one[1]), []).append(self._plain(one[2:]))
        return found

    def given_up(self, object_type: str, number: int, at: datetime) -> list[Plain]:
        """Read the pairs that one moment gave up for a review, a draw or a session's draws."""
        row = _table("reading_pair")
        of = {
            "audit": (row.c.first_id == number) | (row.c.second_id == number),
            "draw": row.c.draw_id == number,
        }.get(object_type, true())
        return self._rows(row, _GIVEN_UP, row.c.state == "dissolved", row.c.settled_at == at, of)

    def redrawn(self, pair_id: int, at: datetime) -> Plain:
        """Read what became of a pair that was given up, and the one opened instead."""
        row = _table("reading_pair")
        draw = select(row.c.draw_id).where(row.c.id == pair_id)
        draw_id = self._connection.execute(draw).scalar() or 0
        gone = self._rows(row, _GIVEN_UP, row.c.state == "dissolved", row.c.id == pair_id)
        return [gone, self.chosen(draw_id, at)]

    def last_signing(self, audit_id: int) -> int | None:
        """Find the last row of the journal that tells of a review's signing; None without one."""
        row = _table("journal")
        told = select(func.max(row.c.seq)).where(
            row.c.object_type == "audit",
            row.c.object_id == str(audit_id),
            row.c.action == "audit:sign",
        )
        number: int | None = self._connection.execute(told).scalar()
        return number

    @_parted
    def decisions(self, ids: Collection[int], *, is_done: bool) -> dict[int, Plain]:
        """Read decisions as they were put forward, with `is_done` also how that ended."""
        row, condition, step = (
            _table("register_decision"),
            _table("decision_condition"),
            _table("register_step"),
        )
        found = self._by_id(row, _DECIDED if is_done else _DECISION, row.c.id.in_(ids))
        conditions = self._grouped(
            condition, "decision_id", _CONDITION, condition.c.decision_id.in_(ids)
        )
        snapshot = _table("evidence_snapshot")
        rests = select(row.c.id, *_columns(snapshot, _SNAPSHOT)).join(
            snapshot, snapshot.c.id == row.c.snapshot_id
        )
        frozen = {
            one[0]: self._plain(one[1:])
            for one in self._connection.execute(rests.where(row.c.id.in_(ids)))
        }
        made = {}
        if is_done:
            # a step that an objection brings back names its decision as well
            by = (step.c.decision_id.in_(ids), step.c.cause == "decision")
            made = self._grouped(step, "decision_id", _STEP, *by)
        return {
            number: [
                *content,
                conditions.get(number, []),
                made.get(number, []),
                frozen.get(number),
            ]
            for number, content in found.items()
        }

    def steps(self, cause: str, at: datetime) -> list[Plain]:
        """Read the steps of the register that one moment made for a cause, in their order."""
        row = _table("register_step")
        return self._rows(row, _STEP, row.c.cause == cause, row.c.made_at == at)

    @_parted
    def objections(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read objections to decisions as they were filed."""
        row = _table("decision_objection")
        return self._by_id(row, _OBJECTION, row.c.id.in_(ids))

    def vote(self, objection_id: int, account_id: int, outcome: str, at: datetime) -> Plain:
        """Read a vote on an objection; with an outcome also the steps that it made."""
        row = _table("objection_panel")
        found = self._rows(
            row, _VOTE, row.c.objection_id == objection_id, row.c.account_id == account_id
        )
        return [*found, outcome, self.steps("objection", at) if outcome else []]

    @_parted
    def papers(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read papers of the register as they were issued, with the end of those replaced."""
        row = _table("register_paper")
        found = self._by_id(row, _PAPER, row.c.id.in_(ids))
        replaces = row.alias()
        query = select(row.c.id, replaces.c.id).join_from(
            row, replaces, replaces.c.id == row.c.replaces_id
        )
        old = dict(self._connection.execute(query.where(row.c.id.in_(ids))).all())
        ended = self.revoked(list(old.values()))
        return {
            number: [*content, ended.get(old.get(number, 0))] for number, content in found.items()
        }

    @_parted
    def revoked(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read when, by whom and why papers were revoked."""
        return self._by_id(
            _table("register_paper"), _REVOKED, _table("register_paper").c.id.in_(ids)
        )

    @_parted
    def records(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read the records of sessions: everything that stands still once their leader signed.

        The session itself stands first: who led it, when and where.
        """
        row, block, there = (
            _table("supervision_record"),
            _table("record_block"),
            _table("record_presence"),
        )
        case = _table("record_case")
        found = self._by_id(row, _RECORD, row.c.session_id.in_(ids))
        parts = [
            self._grouped(block, "session_id", _BLOCK, block.c.session_id.in_(ids)),
            self._grouped(there, "session_id", _PRESENCE, there.c.session_id.in_(ids)),
            self._grouped(case, "session_id", _CASE, case.c.session_id.in_(ids)),
        ]
        of = self.sessions(ids)
        return {
            number: [of.get(number), *content, *(part.get(number, []) for part in parts)]
            for number, content in found.items()
        }

    @_parted
    def sessions(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read what became of sessions: who led them, when, where, and who said so."""
        row = _table("supervision_session")
        return self._by_id(row, _SESSION, row.c.id.in_(ids))

    @_parted
    def signatures(self, ids: Collection[int]) -> dict[tuple[int, int, datetime], list[Plain]]:
        """Read signatures under records: session, account and moment to what was signed at once."""
        row = _table("record_signature")
        query = select(row.c.session_id, row.c.account_id, row.c.at, *_columns(row, _SIGNATURE))
        found: dict[tuple[int, int, datetime], list[Plain]] = {}
        for one in self._connection.execute(
            query.where(row.c.session_id.in_(ids)).order_by(row.c.id)
        ):
            found.setdefault((one[0], one[1], one[2]), []).append(self._plain(one[3:]))
        return found

    def _by_id(self, row: Table, names: str, *where: ColumnElement[bool]) -> dict[int, Plain]:
        return {one[0]: one for one in self._rows(row, names, *where)}

    def _grouped(
        self, row: Table, key: str, names: str, *where: ColumnElement[bool]
    ) -> dict[int, list[Plain]]:
        found: dict[int, list[Plain]] = {}
        for one in self._rows(row, f"{key} {names}", *where):
            found.setdefault(one[0], []).append(one[1:])
        return found

    def _rows(self, row: Table, names: str, *where: ColumnElement[bool]) -> list[Plain]:
        query = select(*_columns(row, names)).where(*where).order_by(*row.primary_key)
        return [self._plain(one) for one in self._connection.execute(query)]

    def _plain(self, values: Collection[Any]) -> Plain:
        return [self._value(one) for one in values]

    def _value(self, value: Any) -> Any:
        if isinstance(value, bytes):
            return self._sealer.fingerprint(value)
        if isinstance(value, datetime):
            return plain_instant(value)
        return value.isoformat() if isinstance(value, date | time) else value


def withdrawal(audit_id: int, signing: int | None, by: int | None, at: datetime) -> Plain:
    """Say what a withdrawal seals: nothing is left of it but its row.

    Args:
        audit_id: The review.
        signing: The row of the journal that told of the signing it takes back.
        by: Who.
        at: When.

    Returns:
        Plain values.
    """
    return [audit_id, signing, by, plain_instant(at)]


def finals(ids: Collection[int], at: datetime) -> Plain:
    """Say what a run of the clock seals: the results that it made final, by number, and when."""
    return [plain_instant(at), *ids]


def plain_instant(at: datetime) -> str:
    """Write an instant as seals hold it, UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _columns(row: Table, names: str) -> list[Any]:
    return [row.c[name] for name in names.split()]


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
