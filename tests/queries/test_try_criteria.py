from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import file_of
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.trial import digest_of_trial, plain_trial
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.queries.try_criteria import try_criteria
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from tests.criteria_trials import SMALL, a_trial
from tests.people import NOON


def test_what_a_measure_raises_stops_the_trial(session: Session) -> None:
    scene = a_trial(session)
    row = session.get(CriteriaDraftRow, scene.draft)
    assert row is not None

    def broken(*_: object) -> dict[tuple[int, str], Measurement]:
        raise RuntimeError("a measure broke")

    with pytest.raises(RuntimeError, match="a measure broke"):
        try_criteria(session, file_of(row.content), "", SMALL, {"lqas_pass": broken})


def test_more_centres_are_another_trial(session: Session) -> None:
    scene = a_trial(session)
    first = run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    row = session.get(CriteriaDraftRow, scene.draft)
    assert row is not None
    again = plain_trial(try_criteria(session, file_of(row.content), row.fingerprint, SMALL))
    assert digest_of_trial(again) == first
    more = try_criteria(session, file_of(row.content), row.fingerprint, replace(SMALL, centres=3))
    assert digest_of_trial(plain_trial(more)) != first
