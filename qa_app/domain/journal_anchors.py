"""Anchors: heads of the journal kept outside, and what they prove of its rows."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qa_app.domain.journal import canonical_json
from qa_app.domain.journal_checkpoints import Checkpoint, checkpoint_text

ANCHOR_SIGNS: Final = 12
"""Hexadecimal digits of a digest that a paper shows; fewer prove nothing."""

_CHECKPOINT = re.compile(
    r"(?<![0-9a-z])checkpoint-([1-9][0-9]{0,17})-([1-9][0-9]{0,17})-([0-9a-f]{12,64})(?![0-9a-z])",
    re.ASCII,
)
_ANCHOR = re.compile(r"(?<![0-9a-z])([1-9][0-9]{0,17}):([0-9a-f]{12,64})(?![0-9a-z])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A head of the journal, or one of its checkpoints, as it was printed, mailed or written.

    Attributes:
        seq: Number of the row; of a checkpoint, of the last row that it stands for.
        digest: The first 12 to 64 hexadecimal digits of its digest.
        first_seq: First row that the checkpoint stands for; 0 for a head.
    """

    seq: int
    digest: str
    first_seq: int = 0


class AnchorState(StrEnum):
    """What holding an anchor against the journal shows."""

    RIGHT = "right"
    WRONG = "wrong"
    BEYOND = "beyond"
    GIVEN_UP = "given_up"
    """Lost by a restore that whoever checks named."""
    SAID_LOST = "said_lost"
    """A signed row tells of a restore, and nobody named it: it proves nothing of the anchor."""
    UNDER_CHECKPOINT = "under_checkpoint"


@dataclass(frozen=True, slots=True)
class Reseal:
    """A restore that the journal tells of: rows after `kept_seq` were lost with the old database.

    Attributes:
        seq: The row that tells of it.
        kept_seq: The last row that the backup held.
        old_seq: The last row of the database that was lost.
        backup: Digest of the backup's file.
    """

    seq: int
    kept_seq: int
    old_seq: int
    backup: str


@dataclass(frozen=True, slots=True)
class JudgedAnchor:
    """One anchor and what it shows.

    Attributes:
        anchor: The anchor.
        state: What it shows.
        reseal_seq: Row that tells how its own row was given up; None otherwise.
        backup: Digest of the backup that this row names; empty otherwise.
    """

    anchor: Anchor
    state: AnchorState
    reseal_seq: int | None = None
    backup: str = ""


@dataclass(frozen=True, slots=True)
class AnchorReport:
    """Which rows anchors vouch for.

    Attributes:
        judged: The anchors in order of their rows.
        anchored_to: Rows up to here are those that stood when the anchor was taken; 0 without any.
        last_seq: The last row; those after `anchored_to` are vouched for by nothing outside.
        doubtful: First and last row among which the first row lies that was changed although the
            chain holds; None when no anchor disagrees.
    """

    judged: tuple[JudgedAnchor, ...]
    anchored_to: int
    last_seq: int
    doubtful: tuple[int, int] | None

    @property
    def is_right(self) -> bool:
        """Tell whether no anchor disagrees, or was lost by a restore that nobody named."""
        return self.doubtful is None and not self.said_lost

    @property
    def said_lost(self) -> tuple[JudgedAnchor, ...]:
        """Give the anchors that only the journal itself explains, by a restore nobody named."""
        return tuple(one for one in self.judged if one.state is AnchorState.SAID_LOST)


def anchor_text(seq: int, digest: str) -> str:
    """Write the head of the journal as papers show it.

    Args:
        seq: Number of the row.
        digest: Its digest.

    Returns:
        Such as `120:9f3a0c11d2e4`.
    """
    return f"{seq}:{digest[:ANCHOR_SIGNS]}"


def reseal_text(kept_head: str, old_head: str, backup: str) -> str:
    """Write what a re-seal says as the text that is signed.

    Args:
        kept_head: Head of the backup, such as `120:9f3a0c11d2e4`; its digest binds it to a chain.
        old_head: The last head that is known of the database that was lost.
        backup: Digest of the backup's file.

    Returns:
        Canonical JSON.
    """
    return canonical_json(
        {
            "kind": "journal_reseal",
            "kept_head": kept_head,
            "old_head": old_head,
            "backup": backup,
        }
    )


def checkpoint_digest(one: Checkpoint) -> str:
    """Give the digest by which a checkpoint is known outside.

    Args:
        one: The checkpoint.

    Returns:
        SHA-256 (hex) of what is signed.
    """
    return hashlib.sha256(checkpoint_text(one).encode()).hexdigest()


def checkpoint_anchor(one: Checkpoint) -> str:
    """Write a checkpoint as it is handed out beside the head.

    Args:
        one: The checkpoint.

    Returns:
        Such as `checkpoint-1-5000-9f3a0c11d2e4`, which nobody takes for a head.
    """
    digest = checkpoint_digest(one)[:ANCHOR_SIGNS]
    return f"checkpoint-{one.first_seq}-{one.last_seq}-{digest}"


def read_anchors(text: str) -> tuple[Anchor, ...]:
    """Find every anchor in a text, such as a file, a mail or what somebody typed from papers.

    Args:
        text: Any text; capital letters are as good as small ones.

    Returns:
        Each anchor once, in order of rows; empty when there is none.
    """
    plain = text.lower()
    found = {Anchor(int(seq), digest) for seq, digest in _ANCHOR.findall(plain)}
    found |= {
        Anchor(int(last), digest, int(first)) for first, last, digest in _CHECKPOINT.findall(plain)
    }
    return tuple(sorted(found))


def judge_anchors(
    anchors: Iterable[Anchor],
    digests: Mapping[int, str],
    reseals: Iterable[Reseal],
    *,
    checkpoints: Iterable[Checkpoint] = (),
    restores: Iterable[str] = (),
    last_seq: int,
) -> AnchorReport:
    """Hold anchors against a chain that was walked and holds.

    A digest of a row seals every row before it: one right anchor vouches for all of them.

    Args:
        anchors: Anchors kept outside.
        digests: Stored digests of the rows that anchors name, of checkpoints too.
        reseals: Restores that the journal tells of, by rows whose signature holds.
        checkpoints: Those that stand, each for rows that stand no more.
        restores: Digests of the backups that whoever checks knows to have been restored.
        last_seq: The last row.

    Returns:
        What they show together.
    """
    known = _Told(tuple(reseals), frozenset(restores))
    standing = tuple(checkpoints)
    first_seq = 1 + max((one.last_seq for one in standing), default=0)
    marks = {(one.first_seq, one.last_seq): checkpoint_digest(one) for one in standing}
    judged = tuple(
        _judged_checkpoint(anchor, marks, known)
        if anchor.first_seq
        else _judged(anchor, digests.get(anchor.seq), known, first_seq)
        for anchor in sorted(anchors)
    )
    right = [one.anchor.seq for one in judged if one.state is AnchorState.RIGHT]
    wrong = [
        one.anchor.seq for one in judged if one.state in (AnchorState.WRONG, AnchorState.BEYOND)
    ]
    doubtful = None
    if wrong:
        sound = max((seq for seq in right if seq < wrong[0]), default=0)
        doubtful = (sound + 1, wrong[0])
    return AnchorReport(judged, max(right, default=0), last_seq, doubtful)


@dataclass(frozen=True, slots=True)
class _Told:
    reseals: tuple[Reseal, ...]
    named: frozenset[str]

    def judged(self, anchor: Anchor, told: Reseal) -> JudgedAnchor:
        is_named = told.backup in self.named
        state = AnchorState.GIVEN_UP if is_named else AnchorState.SAID_LOST
        return JudgedAnchor(anchor, state, told.seq, told.backup)


def _judged_checkpoint(
    anchor: Anchor, marks: Mapping[tuple[int, int], str], known: _Told
) -> JudgedAnchor:
    if marks.get((anchor.first_seq, anchor.seq), "").startswith(anchor.digest):
        return JudgedAnchor(anchor, AnchorState.RIGHT)
    # a backup of before the checkpoint holds its rows, and another may stand for them by now
    told = next((one for one in known.reseals if one.kept_seq >= anchor.seq), None)
    if told is not None:
        return known.judged(anchor, told)
    return JudgedAnchor(anchor, AnchorState.WRONG)


def _judged(anchor: Anchor, stored: str | None, known: _Told, first_seq: int) -> JudgedAnchor:
    if stored is not None and stored.startswith(anchor.digest):
        return JudgedAnchor(anchor, AnchorState.RIGHT)
    told = next((one for one in known.reseals if one.kept_seq < anchor.seq <= one.old_seq), None)
    if told is not None:
        return known.judged(anchor, told)
    if stored is None and anchor.seq < first_seq:
        return JudgedAnchor(anchor, AnchorState.UNDER_CHECKPOINT)
    return JudgedAnchor(anchor, AnchorState.BEYOND if stored is None else AnchorState.WRONG)
