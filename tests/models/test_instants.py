"""Every instant that is kept is one of UTC, whoever hands it over (OWASP ASVS 5.0, 16.2.2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import DateTime
from sqlalchemy.dialects import postgresql, sqlite

from qa_app.models.base import Base, UTCDateTime

KUNMING = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda one: one.name
)
def test_an_instant_is_kept_as_utc_and_comes_back_with_its_zone(dialect) -> None:
    kind, local = UTCDateTime(), datetime(2026, 3, 2, 12, tzinfo=KUNMING)
    kept = kind.process_bind_param(local, dialect)
    assert kept is not None
    assert kept.replace(tzinfo=None) == datetime(2026, 3, 2, 4)  # eight hours behind
    read = kind.process_result_value(kept, dialect)
    assert read == local
    assert read is not None
    assert read.utcoffset() == timedelta()
    assert read.tzinfo == UTC
    with pytest.raises(ValueError, match="time zone"):
        kind.process_bind_param(datetime(2026, 3, 2, 12), dialect)


def test_every_column_of_an_instant_is_one_of_utc() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    plain = [str(one) for one in columns if type(one.type) is DateTime]
    assert plain == []
    assert sum(isinstance(one.type, UTCDateTime) for one in columns) > 100
