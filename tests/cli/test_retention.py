"""Periods of keeping and keys of sealed text at the console."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.config import SettingError, Settings
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from tests.cli.conftest import Run
from tests.follow_up import a_followed, sign
from tests.people import NOON


@pytest.fixture
def key(home: Path) -> bytes:
    """The key of an installation in which a review with three notes was signed."""
    key = Settings.from_env({"QA_DATA_DIR": str(home)}).field_key
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(key)}) as session:
        sign(session, a_followed(session))
    engine.dispose()
    return key


def test_what_is_over_is_told_then_taken(
    qa: Run, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOON + timedelta(days=2 * 365)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", lambda _zone: now.date())
    told = qa("retention", "plan").output
    assert "QA_KEEP_CHILD_YEARS=3\n" in told
    assert "Nothing is over today." in told
    monkeypatch.setenv("QA_KEEP_CHILD_YEARS", "1")
    assert "child        audit_entry              3 due\n" in qa("retention", "plan").output
    assert "texts whose time is over were reduced to codes.\n" in qa("tick").output
    assert "reduced" not in qa("tick").output
    assert "audit_entry" not in qa("retention", "plan").output


def test_a_new_key_seals_everything(qa: Run, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (urlsafe_b64encode(one).decode() for one in (key, b"n" * 32))
    assert f"{Sealer(key).key}  6 texts, seals\n" in qa("keys", "field").output
    monkeypatch.setenv("QA_FIELD_KEY", new)
    # without the old one: named, and nothing is changed
    told = qa("keys", "field").output
    assert f"{Sealer(key).key}  6 texts, MISSING: put it into QA_FIELD_KEYS_OLD\n" in told
    failed = qa("keys", "rotate-field")
    assert failed.exit_code == 1
    assert f"sealed with the key {Sealer(key).key}" in failed.output
    monkeypatch.setenv("QA_FIELD_KEYS_OLD", old)
    done = qa("keys", "rotate-field")
    assert done.output.startswith("6 rows were sealed anew")
    monkeypatch.delenv("QA_FIELD_KEYS_OLD")
    assert qa("keys", "field").output.endswith(" texts, seals\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_KEEP_NETWORK_DAYS", "182"),
        ("QA_KEEP_NETWORK_DAYS", "-1"),
        ("QA_KEEP_CHILD_YEARS", "0"),
        ("QA_KEEP_CHILD_YEARS", "３"),
        ("QA_KEEP_INSTITUTION_YEARS", "ten"),
        ("QA_FIELD_KEYS_OLD", "short"),
    ],
)
def test_periods_and_keys_that_cannot_be(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_env({"QA_DATA_DIR": str(tmp_path), name: value})


def test_the_floor_of_network_logs_itself_is_taken(tmp_path: Path) -> None:
    read = Settings.from_env({"QA_DATA_DIR": str(tmp_path), "QA_KEEP_NETWORK_DAYS": "183"})
    assert read.periods.network_days == 183
