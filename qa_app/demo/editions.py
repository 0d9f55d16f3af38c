"""The rubrics of the demonstration: the shipped ones, and one later version of one of them."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_app.domain.expertise import Area
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_ground import Ground
from qa_app.domain.rubric_thaw import thaw
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.publishable import publishable_files
from qa_app.rubric_files.reader import RubricFile, load_library, read_plain, read_rubric

CHANGED_FILE = "sw_case_management.yaml"
LATER_VERSION = "1.1.0"
_CHANGED_ITEM, _NEW_WEIGHT = "B5", 2
_WHY = {
    "zh": "演示用版本：与1.0.0相比只有一处变动，条目B5的权重由1改为2，以便显示版本变更处的断点。",
    "en": (
        "Version for demonstration: it differs from 1.0.0 in one place, the weight of item B5"
        " is 2 and not 1, so that the break at a change of version can be seen."
    ),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """A rubric version to be published.

    Attributes:
        file: The rubric with its content.
        area: Its area.
        draft: Of the version that comes later in the story: its plain file and what it is
            checked on; None for the others.
    """

    file: RubricFile
    area: Area
    draft: tuple[dict[str, Any], Ground] | None = None

    @property
    def is_later(self) -> bool:
        """True for the version that comes later in the story."""
        return self.draft is not None


def editions(shipped: Path) -> tuple[Edition, ...]:
    """Read the shipped rubrics and make the later version.

    Args:
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        The shipped ones in the order of their files, then the later one.
    """
    found = []
    for file in publishable_files(shipped):
        areas = {area.code: area for area in read_areas(file, shipped)}
        read = read_rubric(file, shipped)
        found.append(Edition(read, areas[read.rubric.area]))
    changed = next(one for one in found if one.file.rubric.code == Path(CHANGED_FILE).stem)
    return (*found, _later(shipped, changed.area))


def _later(shipped: Path, area: Area) -> Edition:
    file = shipped / CHANGED_FILE
    plain = deepcopy(read_plain(file).plain)
    plain |= {"version": LATER_VERSION, "note": _WHY}
    items = [item for section in plain["sections"] for item in section["items"]]
    next(item for item in items if item["id"] == _CHANGED_ITEM)["weight"] = _NEW_WEIGHT
    library = load_library(file, shipped)
    content = resolve(plain, library)
    read = RubricFile(thaw(content, fingerprint_of(content)), content, ())
    return Edition(read, area, (plain, Ground(library)))
