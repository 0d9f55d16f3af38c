"""Whatever happens to reviews, every total equals a count by hand, cell by cell.

So does what a past day knew, which is told from the totals and from what changed since.
"""

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answer_texts import AmendmentSent, Settling
from qa_app.domain.criteria_period import period_until
from qa_app.domain.errors import RefusedError
from qa_app.domain.people import Actor, Role
from qa_app.domain.reading_pairs import Choice, PairDecision
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.engine import make_engine
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.required_counts import counting_required
from qa_app.models.sealing import Sealer
from qa_app.queries.audits import entries_of
from qa_app.queries.known_readings import known_finals, known_totals
from qa_app.queries.recount import drifted_totals
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair
from qa_app.services.operations.rebuild_totals import rebuild_totals
from tests.audits import ZONE, a_draft, change, someone
from tests.builders import item, section
from tests.conftest import FIELD_KEY
from tests.oracle.known import Counts, known_by_hand
from tests.oracle.totals import by_hand, standing
from tests.pairs import LATER, Twice, a_drawn_sample
from tests.people import OPERATOR
from tests.postgresql import on_server, renamed

ITEMS = ("A1", "A2", "B1")
CODES = st.tuples(*[st.sampled_from(("met", "met", "partly", "unmet", "na"))] * len(ITEMS))
SOME_ITEMS = [some for n in (1, 2, 3) for some in itertools.combinations(ITEMS, n)]
WHICH = st.integers(0, 100)
NOTE = "案卷里没有找到"
TAG = "timeliness"
SECTIONS = (
    section("A", item("A1", tags=[TAG]), item("A2", tags=[TAG])),
    section("B", item("B1", critical="stop", critical_fail=["unmet"], tags=[TAG])),
)
ACTS = ("sign", "withdraw", "sign again", "void", "amend", "settle pair", "finalise", "rebuild")
LOOKS = ("something known", "something otherwise by now")
LOOKED_AT = 4


class Histories(RuleBasedStateMachine):
    """Reviews of two centres, read once or twice, taken back, amended, made void, made final."""

    def __init__(self, session: Session, twice: Twice, people: dict[int, Actor]) -> None:
        super().__init__()
        self.session, self.twice, self.people = session, twice, people
        self.at = LATER
        self.done: Counter[str] = Counter()
        self.taken_back: set[int] = set()
        self.instants: list[datetime] = [self.at]

    @rule(which=WHICH, codes=CODES)
    def sign(self, which: int, codes: tuple[str, ...]) -> None:
        drafts = self._audits("draft")
        if drafts:
            self._sign(*drafts[which % len(drafts)], codes)

    @rule(
        kind=st.sampled_from(("random", "census", "purposive")),
        is_elsewhere=st.booleans(),
        which=WHICH,
    )
    def open_another(self, kind: str, is_elsewhere: bool, which: int) -> None:
        files = self.session.execute(select(CaseFileRow.id).order_by(CaseFileRow.id)).scalars()
        file, other = list(files)[which % 8], self.twice.centre + 1
        self.session.rollback()
        centre = other if is_elsewhere else self.twice.centre
        reader = self.twice.elsewhere if is_elsewhere else self.twice.planner
        given = None if is_elsewhere else file
        values = {"sample_type": kind, "area_code": "legal_aid"}
        a_draft(self.session, centre, self.twice.rubric, reader, given, **values)

    @rule()
    def read_some_twice(self) -> None:
        def act() -> None:
            second = self.twice.second.account_id or 0
            choose_second_readings(
                self.session,
                self.twice.planner,
                self.twice.session,
                second,
                lambda: "p" * 32,
                share_pct=60,
                zone=ZONE,
                at=self.at,
            )

        self._try("choose", act)

    @rule(which=WHICH, choice=st.sampled_from((Choice.FIRST, Choice.SECOND)), codes=CODES)
    def settle_a_pair(self, which: int, choice: Choice, codes: tuple[str, ...]) -> None:
        row = ReadingPairRow
        asked = select(row.id, row.first_id, row.second_id).order_by(row.id)
        pairs = self.session.execute(asked).all()
        self.session.rollback()
        if not pairs:
            return
        pair = pairs[which % len(pairs)]
        for audit, reader in self._audits("draft"):
            if audit in {pair.first_id, pair.second_id}:
                own = codes if audit == pair.second_id else ("met", "met", "met")
                self._sign(audit, reader, own)
        # what they differ in has to be decided, and nothing else may be
        for some in SOME_ITEMS:
            said = PairSettlement(
                {("answer", one): PairDecision(choice, reason=NOTE) for one in some}
            )

            def act(said: PairSettlement = said) -> None:
                settle_pair(self.session, self.twice.moderator, pair.id, said, ZONE, at=self.at)

            if self._try("settle pair", act):
                return

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        signed = self._audits("signed")
        if signed:
            audit, reader = signed[which % len(signed)]
            if self._try(
                "withdraw", lambda: withdraw_audit(self.session, reader, audit, at=self.at)
            ):
                self.taken_back.add(audit)

    @rule(which=WHICH, is_confirmed=st.sampled_from((True, True, False)))
    def make_void(self, which: int, is_confirmed: bool) -> None:
        signed = self._audits("signed")
        if not signed:
            return
        audit, _ = signed[which % len(signed)]
        self._try(
            "ask void",
            lambda: ask_void(self.session, self.twice.planner, audit, "wrong_file", at=self.at),
        )
        if is_confirmed:
            self._try(
                "void",
                lambda: confirm_void(self.session, self._other(), audit, ZONE, at=self.at),
            )

    @rule(
        which=WHICH, item=st.sampled_from(ITEMS), code=st.sampled_from(("met", "partly", "unmet"))
    )
    def amend(self, which: int, item: str, code: str) -> None:
        signed = self._audits("signed")
        if not signed:
            return
        audit, _ = signed[which % len(signed)]
        sent = AmendmentSent({item: code}, "第5页写明了经过")
        self._try(
            "propose",
            lambda: propose_amendment(
                self.session, self.twice.moderator, audit, sent, ZONE, at=self.at
            ),
        )
        self._try(
            "amend",
            lambda: settle_amendment(
                self.session, self._other(), audit, Settling(), ZONE, at=self.at
            ),
        )

    @rule(hours=st.sampled_from((1, 30, 24 * 32)))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        self.instants.append(self.at)
        finalised = finalise_audits(self.session, OPERATOR, ZONE, at=self.at)
        self.done["finalise"] += finalised

    def count_anew(self) -> None:
        """Find nothing to put right, once the history is over."""
        assert rebuild_totals(self.session, OPERATOR, at=self.at) == 0
        self.done["rebuild"] += 1

    @invariant()
    def every_cell_is_as_counted_by_hand(self) -> None:
        self.session.rollback()
        assert standing(self.session) == by_hand(self.session)

    @invariant()
    def the_product_finds_nothing_either(self) -> None:
        assert drifted_totals(self.session) == ()
        self.session.rollback()

    def look_back(self) -> None:
        """Hold what some instants of the history knew, as of their day and before, to a count."""
        for known_at in self.instants[:: max(1, len(self.instants) // LOOKED_AT)]:
            for as_of in (one := local_day(known_at, ZONE), one - timedelta(days=40)):
                told = known(self.session, as_of, known_at)
                assert told == known_by_hand(self.session, as_of, known_at)
                self.done["something known"] += bool(told)
                now = known(self.session, as_of, self.at)
                self.done["something otherwise by now"] += told != now

    def _sign(self, audit: int, reader: Actor, codes: tuple[str, ...]) -> None:
        def act() -> None:
            stands = {one.key: one.revision for one in entries_of(self.session, audit)}
            changes = [
                change(item, code, stands.get(item, 0), note="" if code == "met" else NOTE)
                for item, code in zip(ITEMS, codes, strict=True)
            ]
            self.session.rollback()
            save_entries(self.session, reader, audit, changes, ZONE, at=self.at)
            sign_audit(self.session, reader, audit, ZONE, at=self.at)

        self._try("sign again" if audit in self.taken_back else "sign", act)

    def _try(self, name: str, act: Callable[[], Any]) -> bool:
        # what the services refuse must leave the totals alone as well
        try:
            act()
        except RefusedError:
            self.session.rollback()
            return False
        self.done[name] += 1
        return True

    def _audits(self, state: str) -> list[tuple[int, Actor]]:
        rows = self.session.execute(
            select(AuditRow.id, AuditRow.reader_id)
            .where(AuditRow.state == state)
            .order_by(AuditRow.id)
        ).all()
        self.session.rollback()
        return [(row.id, self.people[row.reader_id]) for row in rows]

    def _other(self) -> Actor:
        return self.people[max(self.people)]


def known(session: Session, as_of: date, known_at: datetime) -> Counts:
    """Ask the product what was known, in the words of the count by hand."""
    period = period_until(as_of)
    halves, codes, _ = known_totals(session, period, CentreRow.id > 0, known_at, (TAG,))
    found: Counter[tuple[Any, ...]] = Counter()
    for (centre, version, half), one in halves.items():
        place = centre, version
        found["scored", *place, half] += one.scored_count
        found["sum", *place, half] += one.score_sum
        found["squares", *place, half] += one.square_sum
        found["files", *place] += one.file_count
        found["stops", *place] += one.stop_count
        for band, (year, whole) in enumerate(zip(one.bands, one.all_bands, strict=True), 1):
            found["band of the year", *place, band] += year
            found["band", *place, half, band] += whole
    found.update({("code", *key): number for key, number in codes.items()})
    final = known_finals(session, period, known_at)
    found.update({("final", area): number for area, number in final.items()})
    session.rollback()
    return {key: number for key, number in found.items() if number}


def a_scene(session: Session) -> tuple[Twice, dict[int, Actor]]:
    """A drawn sample, a worker for every other file, and one more senior supervisor."""
    twice = a_drawn_sample(session, sections=SECTIONS)
    worker = PractitionerRow(
        code="W-01", centre_id=twice.centre, area_code="legal_aid", started_on=LATER.date()
    )
    with counting_required(session) as counted:
        session.add(worker)
        session.flush()
        counted.add(worker.id)
    session.execute(
        update(CaseFileRow).where(CaseFileRow.id % 2 == 0).values(practitioner_id=worker.id)
    )
    session.commit()
    other = someone(session, "other", Role.SENIOR_SUPERVISOR, "A", twice.centre)
    everyone = (twice.planner, twice.first, twice.second, twice.third, twice.moderator)
    people = {one.account_id or 0: one for one in (*everyone, twice.elsewhere, other)}
    return twice, people


@contextmanager
def _session(url: str) -> Iterator[Session]:
    engine = make_engine(url)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        yield session
    engine.dispose()


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
    on_server(server, f"CREATE DATABASE {name} TEMPLATE totals_law STRATEGY FILE_COPY")
    with _session(renamed(server, name)) as session:
        yield session
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def run(
    fresh: Callable[[], Any], scene: tuple[Twice, dict[int, Actor]], histories: int, steps: int
) -> Counter[str]:
    """Go through histories; give how often each act was done."""
    done: Counter[str] = Counter()

    class Machine(Histories):
        def __init__(self) -> None:
            self.place = fresh()
            super().__init__(self.place.__enter__(), *scene)

        def teardown(self) -> None:
            self.count_anew()
            self.look_back()
            done.update(self.done)
            self.place.__exit__(None, None, None)

    rules = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        # a history that fails is told as it was: to look for a shorter one takes minutes
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=rules)
    return done


def scene_on_sqlite(migrated: Path, folder: Path) -> tuple[Path, tuple[Twice, dict[int, Actor]]]:
    made = folder / "scene.db"
    shutil.copy(migrated, made)
    with _session(f"sqlite:///{made}") as session:
        return made, a_scene(session)


def test_after_any_history_on_sqlite(migrated_sqlite: Path, tmp_path: Path) -> None:
    made, scene = scene_on_sqlite(migrated_sqlite, tmp_path)
    done = run(lambda: on_sqlite(tmp_path, made), scene, 14, 40)
    # the histories did go through what they are about
    assert {act for act in (*ACTS, *LOOKS) if not done[act]} == set(), done


@pytest.mark.nightly
def test_after_two_hundred_histories_on_sqlite(migrated_sqlite: Path, tmp_path: Path) -> None:
    made, scene = scene_on_sqlite(migrated_sqlite, tmp_path)
    done = run(lambda: on_sqlite(tmp_path, made), scene, 200, 50)
    assert min(done[act] for act in (*ACTS, *LOOKS)) >= 20, done


def on_the_server(server: str, histories: int, steps: int) -> Counter[str]:
    on_server(server, "DROP DATABASE IF EXISTS totals_law WITH (FORCE)")
    on_server(server, "CREATE DATABASE totals_law TEMPLATE migrated")
    with _session(renamed(server, "totals_law")) as session:
        scene = a_scene(session)
    return run(lambda: on_postgresql(server), scene, histories, steps)


def test_after_a_few_histories_on_postgresql(postgresql_server: str) -> None:
    done = on_the_server(postgresql_server, 2, 40)
    assert done["sign"] > 0


@pytest.mark.nightly
def test_after_forty_histories_on_postgresql(postgresql_server: str) -> None:
    done = on_the_server(postgresql_server, 40, 50)
    assert {act for act in (*ACTS, *LOOKS) if not done[act]} == set(), done
