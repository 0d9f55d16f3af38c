from threading import Thread
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.domain.scoring_compile import compile_rubric
from qa_app.queries import rubrics
from qa_app.queries.rubrics import rubric_by_id
from tests.readings import published


def test_a_version_is_read_once_and_then_kept(session: Session) -> None:
    version = published(session)
    first = rubric_by_id(session, version)
    assert first is not None
    assert rubric_by_id(session, version) is first
    assert rubric_by_id(session, 10**6) is None


def test_what_is_kept_for_a_rubric_is_found_however_often_it_is_read(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = published(session)
    first = rubric_by_id(session, version)
    monkeypatch.setattr(rubrics, "_kept", WeakKeyDictionary())
    again = rubric_by_id(session, version)
    assert first is not None
    assert again is not None
    assert again is not first
    assert compile_rubric(again) is compile_rubric(first)


def test_many_threads_read_while_the_shelf_is_emptied(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [published(session, f"{number}.0.0") for number in (1, 2, 3)]
    monkeypatch.setattr(rubrics, "_MOST_KEPT", 1)
    wrong: list[object] = []

    def work(start: int) -> None:
        with Session(engine) as own:
            for turn in range(30):
                wanted = (start + turn) % len(versions)
                found = rubric_by_id(own, versions[wanted])
                if found is None or found.version != f"{wanted + 1}.0.0":
                    wrong.append(found)

    workers = [Thread(target=work, args=(start,)) for start in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
