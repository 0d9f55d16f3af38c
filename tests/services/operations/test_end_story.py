"""What a demonstration invented is no sign of a wrong clock; what comes after it is."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.models.journal import SettingRow
from qa_app.queries.clock_steps import STORY_END, untold_step
from qa_app.services.operations.end_story import end_story
from tests.people import NOON
from tests.services.operations.test_tell_clock import HOUR, act


@pytest.mark.both_databases
def test_steps_within_the_story_are_none_and_a_typed_end_counts_for_nothing(
    session: Session,
) -> None:
    act(session, 5)
    act(session, 0)
    now = NOON + 6 * HOUR
    found = untold_step(session, now)
    assert found is not None
    assert found.seconds == 5 * 3600
    end_story(session)
    session.commit()
    assert untold_step(session, now) is None
    act(session, -3)
    # the last invented act is no measure of what comes after it
    assert untold_step(session, now) is None
    act(session, -5)
    after = untold_step(session, now)
    assert after is not None
    assert after.seconds == 2 * 3600
    # without the seal of the installation a later end hides nothing
    kept = session.scalar(select(SettingRow.value).where(SettingRow.name == STORY_END)) or ""
    seal = kept.partition(" ")[0]
    session.execute(
        update(SettingRow).where(SettingRow.name == STORY_END).values(value=f"{seal} 999999")
    )
    session.commit()
    assert untold_step(session, now) is not None
