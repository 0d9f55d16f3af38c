"""When a reader should read the practice files of a rubric again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.calibration import major
from qa_app.domain.defaults import CALIBRATION_DAYS


@dataclass(frozen=True, slots=True)
class PracticeRead:
    """A practice file that somebody read and handed in: its code, the version, the local day."""

    practice: str
    version: str
    on: date


def is_calibration_due(
    files: Sequence[str], read: Iterable[PracticeRead], version: str, on: date
) -> bool:
    """Tell whether a reader should calibrate for a version of a rubric.

    Args:
        files: Practice files of the rubric; one round reads each of them.
        read: What the reader handed in.
        version: The version in force.
        on: The local day.

    Returns:
        True until every file was read under this major version within `CALIBRATION_DAYS`.

    Source: docs/defaults.md, `CALIBRATION_DAYS`.
    """
    since = on - timedelta(days=CALIBRATION_DAYS)
    done = {
        one.practice for one in read if major(one.version) == major(version) and one.on >= since
    }
    return not done.issuperset(files)
