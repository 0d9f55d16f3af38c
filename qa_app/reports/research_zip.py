"""Tables for research as one file: the counts, what they mean, and what to read first."""

import io
import zipfile
from collections.abc import Mapping

from qa_app.domain.research_export import ResearchTable
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import LANGUAGES
from qa_app.reports.tables import csv_table
from qa_app.wording.research_exports import (
    CODEBOOK_HEADS,
    COLUMNS,
    ResearchFacts,
    codebook_rows,
    said_readme,
)
from qa_app.wording.words import Words

_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def research_zip(
    table: ResearchTable, rubrics: Mapping[tuple[str, str], Rubric], facts: ResearchFacts, zone: str
) -> bytes:
    """Pack tables for research.

    Args:
        table: The counts.
        rubrics: Versions that stand in them.
        facts: What the file to read first says.
        zone: Local time zone.

    Returns:
        A ZIP file with README.txt, answers.csv and a codebook in each language; the same bytes
        for the same arguments.
    """
    parts = {
        "README.txt": "\n\n\n".join(
            said_readme(Words(language), facts, zone) for language in LANGUAGES
        ).encode("utf-8-sig"),
        "answers.csv": csv_table(
            COLUMNS,
            [
                (
                    *one.group,
                    one.section,
                    one.scale,
                    one.files,
                    one.option,
                    one.answers,
                    "hidden" if one.answers is None else "shown",
                )
                for one in table.rows
            ],
        ),
    }
    for language in LANGUAGES:
        words = Words(language)
        heads = tuple(map(words.say, CODEBOOK_HEADS))
        parts[f"codebook_{language}.csv"] = csv_table(heads, codebook_rows(words, rubrics))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            # a zip file keeps when each of its parts was written
            part = zipfile.ZipInfo(name, _DAY)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, _UNIX
            made.writestr(part, content)
    return out.getvalue()
