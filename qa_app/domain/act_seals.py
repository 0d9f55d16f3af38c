"""Acts of weight held against the rows of the journal that tell of them and seal them.

A record says who did what and when; the journal says it too, and from the moment on at which
seals began its row bears a keyed digest of what was recorded. Whoever can write to the database
and holds no key can make no such row.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

EVERY = "*"
"""Number of a fault that is about all records of a kind."""


class Kind(StrEnum):
    """What is held against the journal."""

    REVIEW = "review"
    PAIR = "pair"
    AMENDMENT = "amendment"
    DECISION = "decision"
    STEP = "step"
    OBJECTION = "objection"
    PAPER = "paper"
    SESSION = "session"
    RECORD = "record"
    ACCOUNT = "account"


class ActFault(StrEnum):
    """How a record and the journal disagree."""

    UNTOLD = "untold"
    """It is recorded, and no row of the journal tells of it."""
    OTHERWISE = "otherwise"
    """A row tells of it with another person, time or outcome."""
    CHANGED = "changed"
    """It is not what its row sealed."""
    UNSEALED = "unsealed"
    """Its row bears no seal, although seals were made before it."""
    LOST = "lost"
    """A row tells of it, and it is not recorded."""
    STATE = "state"
    """Nothing that is recorded leads to the state in which it stands."""
    EVIDENCE = "evidence"
    """The frozen evidence that it rests on is not what its digest says."""
    SIGNATURE = "signature"
    """Its signature is none of a key of this installation."""
    UNREADABLE = "unreadable"
    """A value of this kind of record cannot be read; what comes after it was not held."""


@dataclass(frozen=True, slots=True)
class Unlike:
    """A record that is not what the journal tells.

    Attributes:
        kind: What kind of record.
        number: Its number; of imported reviews the name of their source.
        fault: What is wrong.
        seq: Row of the journal; None where there is none.
    """

    kind: Kind
    number: int | str
    fault: ActFault
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """An act as its record shows it.

    Attributes:
        action: As the journal names it.
        by: Who; None for the system, or where nothing is recorded of it.
        at: When.
        seal: What its row seals, if it seals anything.
        step: Which step of the action; empty where it has one only.
        outcome: What the row says of it; None where it is not held.
        digest: Unkeyed digest that its row holds as well; empty where there is none.
        count: How many records it made; 0 where one act makes one.
    """

    action: str
    by: int | None
    at: datetime
    seal: str
    step: str = ""
    outcome: str | None = None
    digest: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """An act as its row of the journal tells it; fields as of `RecordedAct`, empty where mute.

    Attributes:
        seq: Number of the row.
    """

    seq: int
    action: str
    by: int | None
    at: datetime
    step: str = ""
    outcome: str = ""
    digest: str = ""
    count: int = 0
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """From where on the journal says what.

    Attributes:
        sealed: First row that bears a seal; None before there is one.
        kept: Latest instant under a checkpoint of this installation; None while all rows are kept.
    """

    sealed: int | None = None
    kept: datetime | None = None

    def misses_seal(self, row: Told) -> bool:
        """Tell whether a row bears no seal although it was written after seals began.

        Args:
            row: A row of an act that is sealed.

        Returns:
            True where somebody may have put it in without the keys.
        """
        return not row.seal and self.sealed is not None and row.seq > self.sealed


@dataclass(slots=True)
class Held:
    """What holding records against the journal found.

    Attributes:
        acts: Acts that the journal tells of as they are recorded.
        unsealed: Of them, those whose rows were written before seals were made.
        expired: Acts whose rows were replaced by a checkpoint, so that nothing can be said.
        unlike: What is wrong.
    """

    acts: int = 0
    unsealed: int = 0
    expired: int = 0
    unlike: list[Unlike] = field(default_factory=list)

    def hold(
        self,
        what: tuple[Kind, int | str],
        recorded: Iterable[RecordedAct],
        told: Iterable[Told],
        since: Since,
    ) -> None:
        """Hold the acts of one record against the rows about it.

        Args:
            what: The record.
            recorded: Its acts in their order.
            told: The rows in theirs; those that nothing recorded answers to are faults.
            since: From where on the journal says what.
        """
        left = list(told)
        for act in recorded:
            row = _row_of(act, left)
            if row is not None:
                left.remove(row)
                self._judge(what, act, row, since)
            elif since.kept is not None and act.at <= since.kept:
                self.expired += 1
            elif (untold := Unlike(*what, ActFault.UNTOLD)) not in self.unlike[-1:]:
                # several acts of one record read alike
                self.unlike.append(untold)
        self.unlike += [Unlike(*what, ActFault.LOST, row.seq) for row in left]

    def _judge(
        self, what: tuple[Kind, int | str], act: RecordedAct, row: Told, since: Since
    ) -> None:
        fault = _fault(act, row, since)
        if fault is not None:
            self.unlike.append(Unlike(*what, fault, row.seq))
            return
        self.acts += 1
        self.unsealed += not row.seal


def digest_of_run(ids: Iterable[int]) -> str:
    """Give the digest by which a run of the clock tells which results became final.

    Args:
        ids: The reviews, in the order of their numbers.

    Returns:
        SHA-256 (hex); anybody can work it out.
    """
    return hashlib.sha256("\n".join(map(str, ids)).encode()).hexdigest()


def _row_of(act: RecordedAct, left: Sequence[Told]) -> Told | None:
    alike = [row for row in left if (row.action, row.step) == (act.action, act.step)]
    same = [row for row in alike if (row.by, row.at) == (act.by, act.at)]
    sealed = [row for row in same if row.seal == act.seal]
    return next(iter((*sealed, *same, *alike)), None)


def _fault(act: RecordedAct, row: Told, since: Since) -> ActFault | None:
    said, shown = (row.by, row.at, row.count), (act.by, act.at, act.count or row.count)
    if said != shown or act.outcome not in {None, row.outcome}:
        return ActFault.OTHERWISE
    if (row.seal and row.seal != act.seal) or (row.digest and act.digest != row.digest):
        return ActFault.CHANGED
    if since.misses_seal(row):
        return ActFault.UNSEALED
    return None
