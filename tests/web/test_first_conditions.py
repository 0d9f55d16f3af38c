"""What SQLAlchemy works out at first use is worked out before an application has threads."""

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qa_app import create_app
from qa_app.config import Settings
from qa_app.queries import pairs


def test_an_application_has_built_what_is_hidden_before_its_first_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Any] = []
    whole: Callable[[int | None], Any] = pairs.hidden_from

    def noted(account_id: int | None) -> Any:
        built.append(str(whole(account_id)))
        return whole(account_id)

    monkeypatch.setattr(pairs, "hidden_from", noted)
    create_app(
        Settings(
            is_production=False,
            data_dir=tmp_path,
            database_url=f"sqlite:///{tmp_path / 'plumbline.db'}",
            secret_key="s" * 40,
            field_key=bytes(32),
        )
    )
    assert len(built) == 1
    with warnings.catch_warnings(), ThreadPoolExecutor(8) as threads:
        warnings.simplefilter("error")
        said = set(threads.map(lambda n: str(whole(n)), range(8)))
    assert len(said) == 1
