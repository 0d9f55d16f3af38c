"""Signed audits in number: python -m benchmarks.make_data DATABASE_URL COUNT [CENTRES [DISTRICTS]]

Each file is invented, read and scored by the product's own functions and written by its own
tables, a chunk at a time; started again it goes on where it stopped.
"""

import json
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.rubric import SOURCE as RUBRIC_FILE
from benchmarks.rubric import bench_rubric
from qa_app.cli.init import years
from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.demo.written_file import written_file
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.events import HistoryImported
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import system_actor
from qa_app.domain.references import RANDOM_BITS, new_reference
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_score
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import CountedReading
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.engine import make_engine
from qa_app.models.entries import entry_columns
from qa_app.models.migrate import upgrade
from qa_app.models.places import CentreRow
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.models.signing import frozen_columns
from qa_app.models.totals import count_readings
from qa_app.models.transaction import transaction
from qa_app.paths import resource
from qa_app.queries.audits import note_place
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.holidays import read_holidays
from qa_app.services.operations.load_holidays import load_holidays
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.places.add_place import NewPlace, add_place
from qa_app.services.standards.publish_rubric import publish_rubric

FIELD_KEY = b"0" * 32
WRITTEN_KEY = urlsafe_b64encode(FIELD_KEY).decode()
SOURCE = "bench"
CHUNK = 200
CENTRES = 40
_OPERATOR = system_actor("benchmark")
_FIRST_DAY = date(2024, 7, 1)
_DAYS = 720
_ZONE = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


def opened(url: str) -> Session:
    return Session(make_engine(url), info={"sealer": Sealer(FIELD_KEY)})


def calendar() -> WorkingCalendar:
    return next(
        t for t in read_holidays(resource("rubrics") / "holidays.yaml") if t.region == "CN"
    ).calendar()


@dataclass(frozen=True, slots=True)
class Network:
    """How many centres there are, spread over how many districts."""

    centres: int = CENTRES
    districts: int = 1


def prepare(url: str, network: Network = Network()) -> tuple[int, list[int]]:
    """Migrate, add places, centres and the rubric; give its version and the centres."""
    upgrade(resource("migrations"), url)
    with opened(url) as session:
        rubric, file = bench_rubric(), resource("rubrics") / RUBRIC_FILE
        area = next(a for a in read_areas(file, file.parent) if a.code == rubric.rubric.area)
        version = publish_rubric(
            session, _OPERATOR, rubric.rubric, rubric.content, at=_NOW, area=area
        )
        if not session.execute(select(CentreRow.id)).first():
            _network(session, network)
        ids = list(session.execute(select(CentreRow.id).order_by(CentreRow.id)).scalars())
        return version.version_id, ids


def _network(session: Session, network: Network) -> None:
    load_holidays(session, _OPERATOR, years(), at=_NOW)
    places: list[tuple[str, str, str | None]] = [("P", "province", None), ("C", "city", "P")]
    places += [(f"D{number + 1}", "district", "C") for number in range(network.districts)]
    for code, level, parent in places:
        add_place(
            session, _OPERATOR, NewPlace(code, BilingualText(code, code), level, parent), at=_NOW
        )
    for number in range(network.centres):
        name = BilingualText(f"中心{number}", f"Centre {number}")
        district = f"D{number % network.districts + 1}"
        new = NewCentre(f"C{number}", name, district, "law_firm", ("legal_aid",))
        add_centre(session, _OPERATOR, new, at=_NOW)


def fill(url: str, count: int, network: Network = Network()) -> Iterator[int]:
    """Bring the number of signed audits up to `count`; give it after each chunk."""
    version, centres = prepare(url, network)
    working = calendar()
    with opened(url) as session:
        done = session.execute(
            select(func.count()).select_from(AuditRow).where(AuditRow.source == SOURCE)
        ).scalar_one()
        paths = dict(session.execute(select(CentreRow.id, CentreRow.place_path)).all())
        while done < count:
            numbers = range(done, min(done + CHUNK, count))
            # each chunk at a moment of its own, by which it is known again
            at = _NOW + timedelta(seconds=done)
            event = HistoryImported(
                actor=_OPERATOR,
                at=at,
                source=SOURCE,
                step="audits",
                count=len(numbers),
                digest="",
            )
            with transaction(session, event) as act:
                files = [_file(number, centres, working) for number in numbers]
                numbered = list(zip(numbers, files, strict=True))
                act.made = _write(session, version, paths, numbered, at)
            done += len(numbers)
            yield done


def _file(
    number: int, centres: list[int], working: WorkingCalendar
) -> tuple[int, FileStory, tuple[EntryChange, ...], Frozen]:
    rubric = bench_rubric().rubric
    dice = Dice(f"bench|{number}")
    centre = dice.one_of(centres)
    read_on = _FIRST_DAY + timedelta(days=dice.below(_DAYS))
    opened_on = read_on - timedelta(days=dice.between(60, 150))
    closed_on = opened_on + timedelta(days=50) if dice.hits(50) else None
    read_at = datetime.combine(read_on, clock_time(10))
    story = FileStory(opened_on, closed_on, read_at, 75 + centre % 24, has_red_line=dice.hits(2))
    changes = written_file(rubric, story, working, dice)
    entries = [Entry(c.kind, c.key, c.value, c.note, c.read) for c in changes]
    case = case_from(rubric, plain_case(entries, ["centre"], read_at))
    return (
        centre,
        story,
        changes,
        frozen_score(rubric, score_audit(rubric, case, working, explained=True), read_on),
    )


def _write(
    session: Session, version: int, paths: dict[int, str], files: list, at: datetime
) -> tuple[int, ...]:
    cases = [
        {
            "reference": new_reference(
                "KM", 26, Dice(f"reference|{number}").number() % (1 << RANDOM_BITS)
            ),
            "centre_id": centre,
            "area_code": "legal_aid",
            "opened_on": story.opened_on,
            "closed_on": story.closed_on,
        }
        for number, (centre, story, _, _) in files
    ]
    case_ids = _inserted(session, CaseFileRow, cases)
    rows = [
        _row(version, number, case_id, file) | {"created_at": at}
        for case_id, (number, file) in zip(case_ids, files, strict=True)
    ]
    ids = _inserted(session, AuditRow, rows)
    sealer = sealer_of(session)
    entries = [
        {
            "audit_id": audit_id,
            "kind": one.kind.value,
            "key": one.key,
            "value": json.dumps(one.value, ensure_ascii=False),
            "note": sealer.seal(one.note, note_place(audit_id, one.key)) if one.note else None,
            "extra": json.dumps(list(one.read)) if one.read else None,
            "saved_at": _NOW,
        }
        for audit_id, (_, (_, _, changes, _)) in zip(ids, files, strict=True)
        for one in changes
    ]
    session.execute(insert(AuditEntryRow), entries)
    # only a draft takes entries
    session.execute(update(AuditRow).where(AuditRow.id.in_(ids)).values(state="signed"))
    count_readings(
        session,
        [
            _counted(audit_id, version, paths, file)
            for audit_id, (_, file) in zip(ids, files, strict=True)
        ],
    )
    return tuple(ids)


def _inserted(session: Session, table: type, rows: list[dict]) -> list[int]:
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(session.execute(statement, rows).scalars())


def _row(version: int, number: int, case_id: int, file: tuple) -> dict[str, object]:
    centre, story, changes, frozen = file
    read_at = story.read_at.replace(tzinfo=_ZONE)
    return {
        "centre_id": centre,
        "area_code": "legal_aid",
        "rubric_version_id": version,
        "case_file_id": case_id,
        "sample_type": "random",
        "state": "draft",
        "result_state": "final",
        "read_at": read_at,
        "reviewed_on": read_at.date(),
        "signed_at": read_at,
        "final_at": _NOW,
        "answered_count": sum(one.kind is EntryKind.ANSWER for one in changes),
        **frozen_columns(frozen),
        "source": SOURCE,
        "source_key": str(number),
    }


def _counted(audit_id: int, version: int, paths: dict[int, str], file: tuple) -> CountedReading:
    centre, story, _, frozen = file
    return CountedReading(
        audit_id=audit_id,
        centre_id=centre,
        place_path=paths[centre],
        rubric_version_id=version,
        area_code="legal_aid",
        sample_type="random",
        month=month_of(story.read_at.date()),
        score_millionths=frozen.score_millionths,
        band_position=frozen.band_position,
        stop_count=len(frozen.stop),
        gate_count=len(frozen.gate),
        sections=frozen.sections,
        codes=frozen.codes,
        is_final=True,
    )


def drafts(url: str, reader_id: int, count: int) -> list[int]:
    """Add drafts of a reader, every item answered; give their ids."""
    version, centres = prepare(url)
    working = calendar()
    with opened(url) as session:
        event = HistoryImported(
            actor=_OPERATOR, at=_NOW, source=SOURCE, step="drafts", count=count, digest=""
        )
        with transaction(session, event):
            files = [_file(1_000_000 + number, centres, working) for number in range(count)]
            rows = [
                {
                    "centre_id": centre,
                    "area_code": "legal_aid",
                    "rubric_version_id": version,
                    "reader_id": reader_id,
                    "sample_type": "random",
                    "state": "draft",
                    "created_at": _NOW,
                    "assessors": ["centre"],
                }
                for centre, _, _, _ in files
            ]
            ids = _inserted(session, AuditRow, rows)
            session.execute(
                insert(AuditEntryRow),
                [
                    _draft_entry(session, a, e)
                    for a, f in zip(ids, files, strict=True)
                    for e in _answered(f[2])
                ],
            )
    return ids


def _answered(changes: tuple[EntryChange, ...]) -> list[tuple[str, str, object]]:
    kept = [(c.kind.value, c.key, c.value) for c in changes]
    known = {key for kind, key, _ in kept if kind == "answer"}
    return kept + [
        ("answer", code, item.scale.options[0].code)
        for code, item in bench_rubric().rubric.items.items()
        if code not in known and not item.clocks  # those get their codes from the dates
    ]


def _draft_entry(
    session: Session, audit_id: int, entry: tuple[str, str, object]
) -> dict[str, object]:
    # noted and read as whoever signs has to
    kind, key, value = entry
    item = bench_rubric().rubric.items.get(key) if kind == "answer" else None
    note = "reason" if item else ""
    read = tuple(part for part, _ in item.read) if item else ()
    written = Entry(EntryKind(kind), key, value, note, read)
    return entry_columns(session, audit_id, written, None, _NOW)


if __name__ == "__main__":
    started = time.perf_counter()
    for done in fill(sys.argv[1], int(sys.argv[2]), Network(*map(int, sys.argv[3:]))):
        print(f"\r{done} audits, {time.perf_counter() - started:.0f} s", end="", flush=True)
    print()
