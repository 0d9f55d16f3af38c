"""A file of criteria and two people who publish it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.models.criteria_sandbox import CriteriaSandboxRow
from qa_app.models.criteria_versions import CriteriaCheckRow, CriteriaDraftRow
from qa_app.rubric_files.criteria import read_criteria_plain
from tests.conftest import ROOT
from tests.people import NOON

TODAY = NOON.date()


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    return read_criteria_plain(ROOT / "rubrics" / "endorsement_criteria.yaml")


def the_file(version: str = "1.0.0", **fields: Any) -> dict[str, Any]:
    return _shipped() | {"version": version, "status": "draft"} | fields


def look_at(session: Session, actor: Actor, draft_id: int, digest: str = "d" * 64) -> None:
    """Say that somebody looked at the trial of a draft."""
    row = session.get_one(CriteriaDraftRow, draft_id)
    if digest == "d" * 64:
        session.execute(
            insert(CriteriaSandboxRow).values(
                draft_id=draft_id,
                fingerprint=row.fingerprint,
                digest=digest,
                content=b"",
                ran_at=NOON,
                ran_by=actor.account_id,
            )
        )
    session.execute(
        insert(CriteriaCheckRow).values(
            draft_id=draft_id,
            code="dry_run",
            digest=digest,
            done_at=NOON,
            done_by=actor.account_id,
        )
    )
    session.commit()


__all__ = ["TODAY", "Role", "look_at", "the_file"]
