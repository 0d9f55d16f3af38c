"""How far a review, a session or a round stands: derived from its readings, never stored."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What a review goes through, in order."""

    PLANNED = "planned"
    DRAWN = "drawn"
    IN_REVIEW = "in_review"
    SUBMITTED = "submitted"
    MODERATION = "moderation"
    SHARED = "shared"
    FINAL = "final"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What decides how far one reading stands.

    Attributes:
        state: `draft`, `locked`, `signed`, `replaced` or `void`.
        is_begun: True once something was saved.
        is_shared: True once the centre was shown the result.
        is_final: True once the result is final.
        is_moderated: True while a moderation of it is open.
        is_appealed: True while an objection to it is open.
    """

    state: str
    is_begun: bool = False
    is_shared: bool = False
    is_final: bool = False
    is_moderated: bool = False
    is_appealed: bool = False


_SIGNED = frozenset({"signed", "locked"})


def stage_of(reading: ReadingFacts) -> Stage | None:
    """Tell how far one reading stands.

    Args:
        reading: Its facts.

    Returns:
        Its stage, never `PLANNED`; None for a reading that another one replaced or that is
        void: it goes nowhere any more.

    Source: docs/glossary.md, `stage`.
    """
    if reading.state == "draft":
        return Stage.IN_REVIEW if reading.is_begun else Stage.DRAWN
    if reading.state not in _SIGNED:
        return None
    if reading.is_moderated:
        return Stage.MODERATION
    if reading.state == "locked" or not reading.is_shared:
        return Stage.SUBMITTED
    if reading.is_appealed:
        return Stage.APPEALED
    return Stage.FINAL if reading.is_final else Stage.SHARED


def stage_of_all(stages: Iterable[Stage], *, is_all_drawn: bool = True) -> Stage:
    """Tell how far readings stand together: as far as the last of them.

    Args:
        stages: Stage of each reading that still goes somewhere.
        is_all_drawn: False while some files are still to be drawn.

    Returns:
        `PLANNED` without readings. While files are to be drawn or drafts are open, `DRAWN`
        until one of them is begun and `IN_REVIEW` from then on; after that the earliest
        stage of any, where an open appeal counts before what is final.
    """
    found = frozenset(stages)
    if not found:
        return Stage.PLANNED
    if not is_all_drawn or found & {Stage.DRAWN, Stage.IN_REVIEW}:
        return Stage.DRAWN if found == {Stage.DRAWN} else Stage.IN_REVIEW
    return _earliest(found)


def _earliest(stages: Collection[Stage]) -> Stage:
    order = (Stage.SUBMITTED, Stage.MODERATION, Stage.SHARED, Stage.APPEALED, Stage.FINAL)
    return next(stage for stage in order if stage in stages)
