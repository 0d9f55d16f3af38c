"""The areas of expertise that the rubrics around a file belong to."""

from pathlib import Path

from qa_app.domain.expertise import Area
from qa_app.domain.text import text_from
from qa_app.rubric_files.reader import shared_file


def read_areas(path: Path, shipped: Path) -> tuple[Area, ...]:
    """Read `areas.yaml`: the one beside a rubric, else above it, else the shipped one.

    Args:
        path: A rubric file.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        The areas in the order of the file.

    Raises:
        RubricFileError: The file of areas has errors or cannot be read.
    """
    plain = shared_file("areas.yaml", "qa.areas/1", path, shipped)
    return tuple(
        Area(entry["code"], text_from(entry), position, entry.get("resource", False))
        for position, entry in enumerate(plain["areas"], 1)
    )
