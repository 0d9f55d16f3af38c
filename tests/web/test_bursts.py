"""Readers of aggregates are kept from asking too fast; those who read files are not."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.trust_defaults import AGGREGATE_ASKS_PER_MINUTE
from qa_app.services.access.hear_question import hear_question
from qa_app.web import bursts
from tests.people import NOON
from tests.web.conftest import Visit, token_of
from tests.web.pagecheck import faults


@pytest.fixture
def asks_as_people_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here somebody asks too fast, whatever journeys of the same process have switched off."""
    monkeypatch.setattr(bursts, "hear_question", hear_question)


def test_who_reads_no_file_is_heard_sixty_times_a_minute(
    app: Flask, visit: Visit, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    reader, lead = visit("judicial_reader"), visit("senior_supervisor")
    pages = ("/criteria.csv?from=x", "/indicators/years.csv")
    codes = [reader.get(pages[at % 2]).status_code for at in range(AGGREGATE_ASKS_PER_MINUTE)]
    assert 429 not in codes
    refused = reader.get(pages[0])
    assert refused.status_code == 429
    assert faults(refused.text, "zh") == []
    # everything else goes on, and so do those who read the files themselves
    assert reader.get("/me").status_code == 200
    assert {lead.get("/criteria.csv?from=x").status_code for _ in range(62)} - {429} != set()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=1))
    assert reader.get(pages[1]).status_code != 429


def test_freezing_evidence_counts_as_a_question(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(bursts, "hear_question", lambda _store, who, **_: heard.append(who))
    address = "/decisions/areas/999/social_work/evidence"
    # whoever pushes is refused before the area is looked for
    decider, senior = visit("judicial_decider"), visit("senior_supervisor")
    answers = [one.post(address, data=_signed(one)).status_code for one in (decider, senior)]
    assert answers == [429, 404]
    assert len(heard) == 1


def _signed(client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": token_of(client.get("/me").text)}
