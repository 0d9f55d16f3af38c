"""Two windows on one draft, in every order: nothing is overwritten unseen, nothing is lost."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.queries.audits import entries_of
from qa_app.services.audits.save_entry import Saved, save_entry
from qa_app.services.audits.sign_audit import NotReadyError, sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from tests.audits import ZONE, Desk, a_desk, minutes_later
from tests.conftest import FIELD_KEY
from tests.people import NOON
from tests.postgresql import on_server, renamed

ITEMS = ("A1", "A2", "B1")
OPTIONS = ("met", "met", "met", "partly", "unmet")
WINDOWS = st.integers(0, 1)
Fresh = Callable[[], "Iterator[Session]"]


@dataclass
class Window:
    """What one window knows and has not sent yet.

    Attributes:
        seen: Item to the revision that it shows.
        waiting: Saves on their way, oldest first.
        conflicts: Items of which it was shown two values.
    """

    seen: dict[str, int] = field(default_factory=dict)
    waiting: list[EntryChange] = field(default_factory=list)
    conflicts: set[str] = field(default_factory=set)


class TwoWindows(RuleBasedStateMachine):
    """The draft as it should be, beside the draft as it is."""

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self.session, self.desk = session, desk
        self.windows = (Window(), Window())
        self.stands: dict[str, tuple[str, str, int]] = {}
        self.lost: dict[str, tuple[str, str]] = {}
        self.answered: list[EntryChange] = []
        self.is_signed = False
        self.signatures = 0

    @rule(
        window=WINDOWS,
        item=st.sampled_from(ITEMS),
        option=st.sampled_from(OPTIONS),
        is_sent=st.booleans(),
    )
    def rate(self, window: int, item: str, option: str, is_sent: bool) -> None:
        mine = self.windows[window]
        earlier = [one for one in mine.waiting if one.key == item]
        base = earlier[-1].base_revision + 1 if earlier else mine.seen.get(item, 0)
        note = "" if option == "met" else f"第{len(self.answered) + len(mine.waiting)}次阅卷"
        operation = uuid4().hex
        mine.waiting.append(EntryChange(EntryKind.ANSWER, item, option, base, operation, note))
        if is_sent:
            self.send(window, is_answer_lost=False)

    @rule(window=WINDOWS, is_answer_lost=st.booleans())
    def send(self, window: int, is_answer_lost: bool) -> None:
        mine = self.windows[window]
        if not mine.waiting:
            return
        change = mine.waiting[0]
        saved = self._saved(change)
        if is_answer_lost or saved is None:
            return
        del mine.waiting[0]
        mine.seen[change.key] = saved.revision
        if saved.conflict is not None:
            mine.conflicts.add(change.key)
            # what was typed on top of a value that lost is put to the reader again
            mine.waiting = [one for one in mine.waiting if one.key != change.key]

    @rule(window=WINDOWS)
    def choose_mine(self, window: int) -> None:
        mine = self.windows[window]
        for item in sorted(mine.conflicts):
            mine.conflicts.discard(item)
            operation = uuid4().hex
            mine.waiting.append(
                EntryChange(EntryKind.ANSWER, item, "met", mine.seen[item], operation)
            )
            return

    @rule(which=st.integers(0, 200), is_other=st.booleans())
    def send_again(self, which: int, is_other: bool) -> None:
        """A copy of an earlier save comes late, or its id is used for something else."""
        if not self.answered:
            return
        change = self.answered[which % len(self.answered)]
        if not is_other or self.is_signed:
            self._saved(change)
            return
        other = replace(change, note="另一句话")
        with pytest.raises(ConflictError):
            save_entry(self.session, self.desk.reader, self.desk.audit, other, ZONE, at=NOON)

    @rule(window=WINDOWS)
    def load_again(self, window: int) -> None:
        mine = self.windows[window]
        if not mine.waiting and not mine.conflicts:
            mine.seen = {item: revision for item, (_, _, revision) in self.stands.items()}

    @rule()
    def sign_or_take_back(self) -> None:
        if self.is_signed:
            with pytest.raises(OutOfReachError):
                sign_audit(self.session, self.desk.reader, self.desk.audit, ZONE, at=NOON)
            at = minutes_later(5)
            withdraw_audit(self.session, self.desk.reader, self.desk.audit, at=at)
            self.is_signed = False
            return
        if set(self.stands) != set(ITEMS):
            with pytest.raises(NotReadyError):
                sign_audit(self.session, self.desk.reader, self.desk.audit, ZONE, at=NOON)
        for item in ITEMS:
            code, _, revision = self.stands.get(item, ("unmet", "", 0))
            if code == "unmet":
                met = EntryChange(EntryKind.ANSWER, item, "met", revision, uuid4().hex)
                self._saved(met)
        sign_audit(self.session, self.desk.reader, self.desk.audit, ZONE, at=NOON)
        self.is_signed = True
        self.signatures += 1

    @invariant()
    def what_stands_is_what_was_acknowledged(self) -> None:
        self.session.rollback()
        entries = {
            one.key: (one.value, one.note, one.revision)
            for one in entries_of(self.session, self.desk.audit)
        }
        assert entries == self.stands

    @invariant()
    def every_value_that_lost_is_kept(self) -> None:
        rows = self.session.execute(
            select(AuditOperationRow.operation_id, AuditOperationRow.key, AuditOperationRow.value)
            .where(AuditOperationRow.revision.is_(None))
            .execution_options(populate_existing=True)
        ).all()
        assert {row[0]: (row[1], json.loads(row[2])) for row in rows} == self.lost

    def teardown(self) -> None:
        count = len(self.session.execute(select(AuditOperationRow.operation_id)).all())
        assert count == len({one.operation_id for one in self.answered})
        state = self.session.execute(select(AuditRow.state)).scalar_one()
        assert state == ("signed" if self.is_signed else "draft")
        rows = self.session.execute(select(AuditEntryRow.key)).scalars().all()
        assert len(rows) == len(set(rows))

    def _saved(self, change: EntryChange) -> Saved | None:
        """Send a save and hold what it is answered beside what it must be."""
        known = any(one.operation_id == change.operation_id for one in self.answered)
        try:
            saved = save_entry(
                self.session, self.desk.reader, self.desk.audit, change, ZONE, at=NOON
            )
        except OutOfReachError:
            assert self.is_signed
            return None
        assert not self.is_signed
        if known:
            return saved
        self.answered.append(change)
        standing = self.stands.get(change.key, ("", "", 0))
        if change.base_revision == standing[2]:
            assert saved.conflict is None
            self.stands[change.key] = (str(change.value), change.note, standing[2] + 1)
        else:
            assert saved.conflict is not None
            assert (saved.conflict.value, saved.revision) == (standing[0] or None, standing[2])
            self.lost[change.operation_id] = (change.key, str(change.value))
        return saved


@contextmanager
def on_sqlite(folder: Path, made: Path) -> Iterator[Session]:
    file = folder / f"{uuid4().hex}.db"
    shutil.copy(made, file)
    with _session(f"sqlite:///{file}") as session:
        yield session
    for left in folder.glob(f"{file.name}*"):
        left.unlink()


@contextmanager
def on_postgresql(server: str) -> Iterator[Session]:
    name = f"t{uuid4().hex}"
    on_server(server, f"CREATE DATABASE {name} TEMPLATE two_windows STRATEGY FILE_COPY")
    with _session(renamed(server, name)) as session:
        yield session
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _session(url: str) -> Iterator[Session]:
    engine = make_engine(url)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        yield session
    engine.dispose()


def run(fresh: Callable[[], "contextmanager[Session]"], desk: Desk, histories: int) -> None:
    opened = []

    class Machine(TwoWindows):
        def __init__(self) -> None:
            self.place = fresh()
            super().__init__(self.place.__enter__(), desk)
            opened.append(self)

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                self.place.__exit__(None, None, None)

    rules = settings(
        max_examples=histories,
        stateful_step_count=50,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=rules)
    assert len(opened) >= histories
    # the histories did go through what they are about
    assert sum(bool(one.lost) for one in opened) >= histories // 4
    assert sum(bool(one.signatures) for one in opened) >= histories // 20


def desk_on_sqlite(migrated: Path, folder: Path) -> tuple[Path, Desk]:
    made = folder / "desk.db"
    shutil.copy(migrated, made)
    with _session(f"sqlite:///{made}") as session:
        return made, a_desk(session)


def test_in_any_order_on_sqlite(migrated_sqlite: Path, tmp_path: Path) -> None:
    made, desk = desk_on_sqlite(migrated_sqlite, tmp_path)
    run(lambda: on_sqlite(tmp_path, made), desk, 24)


@pytest.mark.nightly
def test_in_five_hundred_histories_on_sqlite(migrated_sqlite: Path, tmp_path: Path) -> None:
    made, desk = desk_on_sqlite(migrated_sqlite, tmp_path)
    run(lambda: on_sqlite(tmp_path, made), desk, 500)


@pytest.mark.nightly
def test_in_a_hundred_histories_on_postgresql(postgresql_server: str) -> None:
    on_server(postgresql_server, "CREATE DATABASE two_windows TEMPLATE migrated")
    with _session(renamed(postgresql_server, "two_windows")) as session:
        desk = a_desk(session)
    run(lambda: on_postgresql(postgresql_server), desk, 100)
