"""What a public register says of each grading, better, worse or the same, beside what we say.

python -m benchmarks.published_trends [--data FOLDER] [--json FILE]

Imports the inspections with the product's own command, asks the product's own series after each
grading how its last point stands to the one before, and holds that against `published_trend`.
Whatever differs is put down to one reason, the first in the order of `Why` that applies.
"""

import argparse
import csv
import gzip
import itertools
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from benchmarks.history import DATA, imported
from qa_app.domain.month_grid import month_of
from qa_app.domain.series import MonthSum
from qa_app.domain.signing import frozen_codes
from qa_app.domain.trends import Change, LastChange, last_change, series_of
from qa_app.models.audits import AuditRow

_SIGNS = {1: "Improve", 0: "Same", -1: "Decline"}


class Why(StrEnum):
    """Why the register and we say different things; of several the first."""

    VERSION = "two rubric versions, which are not compared"
    NO_FILE = "no monthly files for a time: a grading between the two may be missing"
    ABSENT = "the provider is in no monthly file between the two"
    ONE_MONTH = "two gradings in one month, which are one point"
    REVISED = "one of the two was revised after it was published"
    FAULT = "published overall is not the lowest grade: a fault of the source"
    CARRIED = "no grade changed, and the flag of the grading before was published again"
    ORDER = "published in another order than inspected"
    UNFLAGGED = "the grading before has no flag, and this one is called the same"
    EARLIER = "the flag fits the grading before the previous one"
    UNKNOWN = "none of these"


@dataclass(frozen=True)
class Grading:
    """One inspection: what the register published of it, and what we froze.

    Attributes:
        published: Its row of the register.
        lowest: Ratio of its lowest grade in millionths; None without a grade.
        codes: Item to its grade.
        version: Our rubric version.
        change: What our trend says once it is in.
        month: When it was, as totals count months.
    """

    published: Mapping[str, str]
    lowest: int | None
    codes: Mapping[str, str]
    version: int
    change: LastChange
    month: int

    @property
    def flag(self) -> str:
        return self.published["published_trend"]

    @property
    def ours(self) -> str:
        """Our word for the change; empty where we give none."""
        if self.change.code is not Change.ORDINARY or self.change.difference is None:
            return ""
        return _SIGNS[(self.change.difference > 0) - (self.change.difference < 0)]


@dataclass(frozen=True)
class Comparison:
    """Both sides over all gradings.

    Attributes:
        gradings: All of them.
        unpublished: Those that the register gives no flag.
        first: Those with a flag that are the first of their provider in the data.
        judged: Those of the others of which we say anything.
        equal: Those of the others where both say the same.
        plain_equal: Those of the others where the lowest grade alone, whatever the version and the
            month, moved as the flag says.
        why: The rest, by reason.
        applies: Those compared to which a reason applies, whether they differ or not.
    """

    gradings: int
    unpublished: int
    first: int
    judged: int
    equal: int
    plain_equal: int
    why: Counter[Why]
    applies: Counter[Why]

    @property
    def compared(self) -> int:
        return self.equal + self.why.total()


def compared(data: Path, database: str) -> Comparison:
    """Compare the flags in a folder of data with what was imported from it."""
    with gzip.open(data / "inspections.csv.gz", "rt", encoding="utf-8", newline="") as file:
        published = {row["inspection_id"]: row for row in csv.DictReader(file)}
    gap = missing_files(published.values())
    why: Counter[Why] = Counter()
    applies: Counter[Why] = Counter()
    counts: Counter[str] = Counter()
    for gradings in _by_provider(published, database):
        for number, one in enumerate(gradings):
            before = gradings[:number]
            standing = _standing(before, one)
            counts[standing] += 1
            if standing not in {"equal", "differs"}:
                continue
            counts["judged"] += bool(one.ours)
            counts["plain"] += one.flag == _plain(before[-1], one)
            reasons = reasons_for(before, one, gap)
            applies.update(reasons)
            if standing == "differs":
                why[(*reasons, Why.UNKNOWN)[0]] += 1
    return Comparison(
        counts.total() - counts["plain"] - counts["judged"],
        counts["unpublished"],
        counts["first"],
        counts["judged"],
        counts["equal"],
        counts["plain"],
        why,
        applies,
    )


def _standing(before: Sequence[Grading], one: Grading) -> str:
    if not one.flag:
        return "unpublished"
    if not before:
        return "first"
    return "equal" if one.flag == one.ours else "differs"


def reasons_for(
    before: Sequence[Grading], one: Grading, gap: tuple[str, str] | None
) -> tuple[Why, ...]:
    """List why a flag may differ from ours, the first reason first."""
    last = before[-1]
    rows = (last.published, one.published)
    left, back = rows[0]["last_seen"], rows[1]["first_seen"]
    is_in_gap = gap is not None and left <= gap[0] and back >= gap[1]
    reasons = {
        Why.VERSION: last.version != one.version,
        Why.NO_FILE: is_in_gap,
        Why.ABSENT: not is_in_gap and _month(back) - _month(left) > 1,
        Why.ONE_MONTH: last.month == one.month
        or (len(before) > 1 and before[-2].month == last.month),
        Why.REVISED: any(row["revised_after_publication"] == "1" for row in rows),
        Why.FAULT: any(row["reproduced"] != "1" for row in rows),
        Why.CARRIED: one.codes == last.codes and one.flag == last.flag,
        Why.ORDER: back < rows[0]["first_seen"]
        or any(row["date_basis"] != "inspection" for row in rows),
        Why.UNFLAGGED: not last.flag and one.flag == _SIGNS[0],
        Why.EARLIER: len(before) > 1 and _plain(before[-2], one) == one.flag,
    }
    return tuple(why for why in Why if reasons.get(why))


def _month(day: str) -> int:
    return month_of(date.fromisoformat(day))


def _plain(before: Grading, one: Grading) -> str:
    if before.lowest is None or one.lowest is None:
        return ""
    return _SIGNS[(one.lowest > before.lowest) - (one.lowest < before.lowest)]


def missing_files(rows: Iterable[Mapping[str, str]]) -> tuple[str, str] | None:
    """Find the longest stretch without a monthly file: the last before it, the first after it."""
    days = sorted({row[name] for row in rows for name in ("first_seen", "last_seen") if row[name]})
    pairs = [
        (_month(after) - _month(before), before, after)
        for before, after in itertools.pairwise(days)
    ]
    longest, before, after = max(pairs, default=(0, "", ""))
    return (before, after) if longest > 1 else None


def _by_provider(
    published: Mapping[str, Mapping[str, str]], database: str
) -> Iterator[list[Grading]]:
    engine = create_engine(database)
    with Session(engine) as session:
        rows = session.execute(
            select(
                AuditRow.source_key,
                AuditRow.centre_id,
                AuditRow.rubric_version_id,
                AuditRow.reviewed_on,
                AuditRow.score_millionths,
                AuditRow.explanation,
            )
            .where(AuditRow.sample_type == "imported")
            .order_by(AuditRow.centre_id, AuditRow.reviewed_on, AuditRow.source_key)
        ).all()
    engine.dispose()
    for _, of_centre in itertools.groupby(rows, key=lambda row: row.centre_id):
        yield list(_gradings(published, of_centre))


def _gradings(published: Mapping[str, Mapping[str, str]], rows) -> Iterator[Grading]:
    sums: list[MonthSum] = []
    versions: set[int] = set()
    for row in rows:
        assert row.reviewed_on is not None
        month = month_of(row.reviewed_on)
        scored = int(row.score_millionths is not None)
        sums.append(MonthSum(row.rubric_version_id, month, 1, scored, row.score_millionths or 0, 1))
        versions.add(row.rubric_version_id)
        change = last_change(series_of(sums, frozenset(versions)))
        yield Grading(
            published[row.source_key],
            row.score_millionths,
            frozen_codes(row.explanation),
            row.rubric_version_id,
            change,
            month,
        )


def told(found: Comparison) -> Iterator[str]:
    """Say it in lines."""
    yield f"{found.gradings:,} gradings: {found.unpublished:,} without a published flag,"
    yield f"  {found.first:,} with one that are the first of their provider in the data,"
    yield f"  {found.compared:,} where the register and we can be compared."
    yield (
        f"We say something of {found.judged:,}, both gradings by one rubric version:"
        f" {found.equal:,} equal, {_pct(found.equal, found.judged)} %."
    )
    yield (
        f"The lowest grade alone, over versions and months as well: {found.plain_equal:,} of"
        f" {found.compared:,}, {_pct(found.plain_equal, found.compared)} %."
    )
    yield f"The {found.why.total():,} others, each by the first reason that applies:"
    for why in Why:
        if found.why[why]:
            of = f" (of {found.applies[why]:,} to which it applies)" if found.applies[why] else ""
            yield f"  {found.why[why]:>6,}  {why.value}{of}"


def _pct(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else "-"


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--data", type=Path, default=DATA)
    reading.add_argument("--json", type=Path, help="also write the figures here")
    chosen = reading.parse_args()
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        imported(Path(folder), 100, chosen.data)
        found = compared(chosen.data, f"sqlite:///{folder}/history100/instance/plumbline.db")
    print("\n".join(told(found)))
    if chosen.json:
        by_name = {
            name: {why.name.lower(): n for why, n in counts.items()}
            for name, counts in (("why", found.why), ("applies", found.applies))
        }
        figures = vars(found) | by_name
        chosen.json.write_text(json.dumps(figures, indent=2), "utf-8")


if __name__ == "__main__":
    main()
