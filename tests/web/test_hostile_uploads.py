"""Broken and hostile files through the page that takes rubrics: told with places, nothing kept."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.rubrics import RubricVersionRow
from tests.hostile_rubrics import made, mutated
from tests.web.conftest import Visit
from tests.web.pagecheck import faults
from tests.web.test_draft_files import count, sent

BY_DAY, MUTATED_BY_DAY, MUTATED_BY_NIGHT = 40, 5, 200
PLACE = re.compile(r'<ol class="pl-faults"><li><b data-content>[^<]+</b> <span data-content>[^<]')
SUMMARY = re.compile(r'class="pl-summary".*?<li>.*?\w', re.S)


def taken(store: Session, client: FlaskClient, name: str, data: bytes) -> bool:
    """Send one file. What can be read becomes a draft that shows its faults; the rest nothing."""
    before = count(store)
    answer = sent(client, data, name)
    if answer.status_code == 302:  # it was in order after all
        assert count(store) == before + 1, name
    else:
        assert answer.status_code in {200, 422}, (name, answer.status_code)
        assert PLACE.search(answer.text) or SUMMARY.search(answer.text), name
        assert faults(answer.text, "zh") == [], name
        assert count(store) == before + (answer.status_code == 200), name
    # the client of the tests keeps a body over 500 KiB in a file, and closes it for redirects only
    answer.request.input_stream.close()
    # a draft that stands would answer for all that follow
    opened = RubricDraftRow.state == "draft"
    store.execute(update(RubricDraftRow).where(opened).values(state="discarded"))
    store.commit()
    return answer.status_code != 422


def check(store: Session, client: FlaskClient, files: dict[str, bytes]) -> int:
    found = [taken(store, client, name, data) for name, data in files.items()]
    # whatever was sent, nothing is published, and the page still works
    assert store.scalar(select(func.count()).select_from(RubricVersionRow)) == 0
    store.rollback()
    assert client.get("/rubrics/drafts").status_code == 200
    return sum(found)


def by_hand(every: int) -> dict[str, bytes]:
    return {name: made()[name] for place, name in enumerate(made()) if place % every == 0}


def by_seed(seeds: int) -> dict[str, bytes]:
    return {f"{seed}-{name}": data for seed in range(seeds) for name, data in [mutated(seed)]}


def test_some_hostile_files_are_refused_on_the_page(store: Session, visit: Visit) -> None:
    check(store, visit("senior_supervisor"), by_hand(BY_DAY) | by_seed(MUTATED_BY_DAY))


@pytest.mark.nightly
def test_all_hostile_files_are_refused_on_the_page(store: Session, visit: Visit) -> None:
    client = visit("senior_supervisor")
    check(store, client, by_hand(1))
    taken_in = check(store, client, by_seed(MUTATED_BY_NIGHT))
    # more than half of the mutations break a file, some only its sense
    assert 0 < taken_in < MUTATED_BY_NIGHT
