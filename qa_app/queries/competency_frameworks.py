"""Published competency frameworks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Framework, Module, framework_from
from qa_app.domain.text import BilingualText
from qa_app.models.competency_rows import CompetencyFrameworkRow
from qa_app.models.training_rows import TrainingCourseRow, TrainingModuleRow


@dataclass(frozen=True, slots=True)
class KeptFramework:
    """A published version with what it says.

    Attributes:
        id: It.
        framework: What it says.
        published_at: When it was published, UTC.
    """

    id: int
    framework: Framework
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Training:
    """Training that covers competencies.

    Attributes:
        code: Its code.
        title: The course's or module's name where the register of training has one of this code,
            else that of the framework.
        hours: Usual length in the framework.
        is_offered: True where the register of training has it.
    """

    code: str
    title: BilingualText
    hours: int
    is_offered: bool


def frameworks_in_force(session: Session) -> tuple[KeptFramework, ...]:
    """List the framework of each area: the version published last.

    Args:
        session: A database session.

    Returns:
        By area; frameworks hold nothing about anybody.
    """
    latest = select(func.max(CompetencyFrameworkRow.id)).group_by(CompetencyFrameworkRow.area_code)
    query = (
        _frameworks()
        .where(CompetencyFrameworkRow.id.in_(latest))
        .order_by(CompetencyFrameworkRow.area_code)
    )
    return tuple(_kept(row) for row in session.execute(query))


def framework_of_area(session: Session, area: str) -> KeptFramework | None:
    """Give the framework of an area.

    Args:
        session: A database session.
        area: Code of the area.

    Returns:
        The version published last; None where there is none.
    """
    query = (
        _frameworks()
        .where(CompetencyFrameworkRow.area_code == area)
        .order_by(CompetencyFrameworkRow.id.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _kept(row)


def framework_by_id(session: Session, framework_id: int) -> KeptFramework | None:
    """Give one version.

    Args:
        session: A database session.
        framework_id: Which.

    Returns:
        The version; None where there is none.
    """
    query = _frameworks().where(CompetencyFrameworkRow.id == framework_id)
    row = session.execute(query).one_or_none()
    return None if row is None else _kept(row)


def training_of(session: Session, framework: Framework) -> Mapping[str, Training]:
    """Find the training that a framework names among what is offered.

    Args:
        session: A database session.
        framework: The framework.

    Returns:
        Code to training, in the order of the framework.
    """
    codes = sorted(framework.modules)
    offered: dict[str, BilingualText] = {}
    for row in (TrainingModuleRow, TrainingCourseRow):
        found = session.execute(
            select(row.code, row.name_zh, row.name_en).where(
                row.code.in_(codes), row.ended_at.is_(None)
            )
        )
        offered |= {one.code: BilingualText(one.name_zh, one.name_en) for one in found}
    return {code: _training(one, offered) for code, one in framework.modules.items()}


def _training(module: Module, offered: Mapping[str, BilingualText]) -> Training:
    title = offered.get(module.code, module.title)
    return Training(module.code, title, module.hours, module.code in offered)


def _frameworks() -> Select[*tuple[Any, ...]]:
    return select(
        CompetencyFrameworkRow.id,
        CompetencyFrameworkRow.content,
        CompetencyFrameworkRow.published_at,
    )


def _kept(row: Any) -> KeptFramework:
    return KeptFramework(row.id, _read(row.content), row.published_at)


@lru_cache(maxsize=32)
def _read(content: str) -> Framework:
    return framework_from(json.loads(content))
