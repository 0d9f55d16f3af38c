"""What tables for research are made of: counted files under pseudonyms, and words of rubrics."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.research_export import (
    CountedFile,
    ResearchTable,
    counted_file,
    research_table,
)
from qa_app.domain.research_ratings import rated_blocks
from qa_app.domain.rubric import Rubric
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.export_requests import ExportRequest
from qa_app.queries.item_export import exported_readings
from qa_app.queries.rubric_words import rubric_in_words

_PSEUDONYM = 12


@dataclass(frozen=True, slots=True)
class ResearchContent:
    """Tables for research.

    Attributes:
        table: The counts.
        rubrics: Versions that they were read against, by code and version.
    """

    table: ResearchTable
    rubrics: Mapping[tuple[str, str], Rubric]


def research_content(session: Session, actor: Actor, held: ExportRequest) -> ResearchContent:
    """Count what an approved request is for.

    Args:
        session: A database session.
        actor: Who asked for it.
        held: The request, as `take_export` let it go.

    Returns:
        The counts of what was final in time, at the centres fixed when it was asked for that are
        still within reach. Each centre bears a name made with the key of the installation and
        the number of the request: it is the same each time the request is taken, and another
        one in every other request.
    """
    sealer = sealer_of(session)
    names: dict[str, str] = {}
    files: list[CountedFile] = []
    for reading, _words in exported_readings(session, actor, held.chosen, Permission.ITEMS_REQUEST):
        found = counted_file(reading)
        if found is None:
            continue
        code = found.group.centre
        if code not in names:
            digest = sealer.digest(code, f"research/{held.id}")
            names[code] = f"C{digest[:_PSEUDONYM].upper()}"
        files.append(replace(found, group=found.group._replace(centre=names[code])))
    rubrics = _rubrics(session, {(one.group.rubric, one.group.version) for one in files})
    blocks = {key: rated_blocks(rubric) for key, rubric in rubrics.items()}
    return ResearchContent(research_table(files, _scales(rubrics), blocks), rubrics)


def _rubrics(session: Session, used: set[tuple[str, str]]) -> dict[tuple[str, str], Rubric]:
    rows = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.rubric_code, RubricVersionRow.version).where(
            RubricVersionRow.rubric_code.in_(sorted({code for code, _version in used}))
        )
    ).all()
    found = {
        (row.rubric_code, row.version): rubric_in_words(session, row.id)
        for row in rows
        if (row.rubric_code, row.version) in used
    }
    return {key: rubric for key, rubric in sorted(found.items()) if rubric is not None}


def _scales(
    rubrics: Mapping[tuple[str, str], Rubric],
) -> dict[tuple[str, str, str], tuple[str, tuple[str, ...]]]:
    return {
        (*key, item.code): (
            item.scale.code,
            tuple(option.code for option in item.scale.options if option.score is not None),
        )
        for key, rubric in rubrics.items()
        for section in rubric.sections
        for item in section.items
    }
