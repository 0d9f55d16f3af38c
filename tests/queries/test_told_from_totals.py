"""What a place tells, from totals less what its reader opens, equals what its reviews say."""

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import WHOLE_NETWORK, Actor, Grant, Reach, Role
from qa_app.domain.series import Coverage
from qa_app.domain.told_answers import ToldAnswers
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.pairs import ReadingPairRow, SingleModerationRow
from qa_app.models.places import PlaceRow, PractitionerRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.totals import count_readings
from qa_app.queries import told_answers
from qa_app.queries.openings import maybe_opened, opening_of
from qa_app.queries.told_answers import Wanted, answers_told
from qa_app.queries.trends import network_scope, place_scope
from tests.audits import a_case_file, a_draft, someone
from tests.people import NOON
from tests.readings import JAN, a_reading, published
from tests.register import two_centres

TODAY = date(2026, 11, 30)
MONTHS = range(JAN, JAN + 6)
ME = "me"


class World:
    """Reviews of two centres, each of which somebody may open by some right, or by none."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance = session, Random(seed)
        self.centres = two_centres(session)
        self.versions = published(session), published(session, "2.0.0")
        self.people = [
            someone(session, name, Role.SENIOR_SUPERVISOR, "A", self.centres[0])
            for name in (ME, "colleague", "reviewer")
        ]
        self.me = self.people[0].account_id
        self.workers = [self._workers(centre) for centre in self.centres]
        self.led = self._session_of(self.me)
        self.signed: list[int] = []
        for centre, month, version in (
            (one, month, version)
            for one in (0, 1)
            for month in MONTHS[:-1]
            for version in self.versions
        ):
            for _ in range(self.chance.choice([0, 2, 5, 6, 7])):
                self._review(centre, version, month)
        session.commit()

    def _workers(self, centre: int) -> list[int | None]:
        found: list[int | None] = [None]
        for number, supervisor in enumerate([*self.people[:2], self.people[1], None]):
            row = {"code": f"P{number}", "centre_id": centre, "area_code": "legal_aid"}
            worker = self.session.execute(
                insert(PractitionerRow)
                .values(**row, started_on=date(2025, 1, 1))
                .returning(PractitionerRow.id)
            ).scalar_one()
            found.append(worker)
            if supervisor is not None:
                self.session.add(
                    SupervisionAgreementRow(
                        kind="standing",
                        supervisor_id=supervisor.account_id,
                        practitioner_id=worker,
                        place_path="1/",
                        minutes=60,
                        functions={},
                        from_on=date(2026, 1, 1),
                        created_at=NOON,
                    )
                )
        self.session.commit()
        return found

    def _session_of(self, supervisor: int | None) -> int:
        row = {"type": "case_file", "planned_on": date(2026, 3, 2), "state": "planned"}
        return self.session.execute(
            insert(SupervisionSessionRow)
            .values(
                **row,
                centre_id=self.centres[0],
                supervisor_id=supervisor,
                created_at=NOON,
                starts_at_time=time(9),
                ends_at_time=time(10),
            )
            .returning(SupervisionSessionRow.id)
        ).scalar_one()

    def _review(self, which: int, version: int, month: int) -> None:
        session, chance, centre = self.session, self.chance, self.centres[which]
        file = a_case_file(session, centre, f"KM-{len(self.signed)}-{month}")
        # most by a worker whom a colleague supervises, so that totals are taken at all
        worker = chance.choice([*self.workers[which], *6 * self.workers[which][2:4]])
        session.execute(
            update(CaseFileRow)
            .where(CaseFileRow.id == file)
            .values(practitioner_id=worker, is_sealed=chance.random() < 0.1)
        )
        right = chance.choice(["none"] * 12 + list(_RIGHTS))
        kind = chance.choice(["random", "random", "census", "purposive"])
        score = chance.choice([850_000, 850_000, None])
        fields = {"state": "signed", "signed_at": NOON, "result_state": "final"}
        fields |= {"sample_type": kind, "score_millionths": score, "reviewed_on": first_day(month)}
        if right == "led":
            fields["session_id"] = self.led
        if right == "void":
            fields |= {"void_reason": "wrong", "void_asked_at": NOON}
            fields["void_asked_by"] = self.people[1].account_id
        reader = self.people[0 if right == "read" else 2]
        about = None if right == "centre" else file
        audit = a_draft(session, centre, version, reader, about, **fields)
        self.signed.append(audit)
        if right == "again":
            a_draft(session, centre, version, self.people[0], file)
        if right in _WAITING:
            _WAITING[right](self, audit, version)
        if right == "asked":
            self._let_in(file, centre)
        reading = a_reading(
            session, centre, version, month, sample_type=kind, score_millionths=score
        )
        count_readings(session, [reading])

    def _let_in(self, file: int, centre: int) -> None:
        self.session.add(
            asked := AccessRequestRow(
                case_file_id=file,
                centre_id=centre,
                asked_by=self.me,
                purpose="supervision",
                words=b"\0",
                days=2,
                asked_at=NOON,
            )
        )
        self.session.flush()
        asked.is_approved, asked.answered_at = True, NOON
        asked.answered_by = self.people[1].account_id
        asked.expires_at = NOON + timedelta(days=2)
        self.session.flush()

    def _objected(self, audit: int, _version: int) -> None:
        row = {"ground": "fact", "body": b"\0", "state": "raised", "raised_at": NOON}
        self.session.add(ObjectionRow(audit_id=audit, **row))

    def _amending(self, audit: int, _version: int) -> None:
        row = {"body": b"\0", "changes": b"\0", "state": "asked", "asked_at": NOON}
        self.session.add(AmendmentRow(audit_id=audit, **row))

    def _moderated(self, audit: int, _version: int) -> None:
        self.session.add(SingleModerationRow(audit_id=audit, causes=[], asked_at=NOON))

    def _paired(self, audit: int, version: int) -> None:
        draw = DrawRow(
            session_id=self._session_of(self.people[1].account_id),
            rubric_version_id=version,
            filters={},
            frame=[],
            frame_digest="",
            frame_count=0,
            frozen_at=NOON,
            wanted_count=1,
        )
        self.session.add(draw)
        self.session.flush()
        second = a_draft(self.session, self.centres[0], version, self.people[1], state="locked")
        row = {"centre_id": self.centres[0], "rubric_version_id": version, "draw_id": draw.id}
        row |= {"state": "complete", "seed": "", "ticket": "", "chosen_at": NOON}
        self.session.add(ReadingPairRow(first_id=audit, second_id=second, **row))

    def viewers(self) -> dict[str, Actor]:
        """Give everybody who reads the whole network, and two who are more at one centre."""
        account = replace(self.people[0], grants=())
        found = {
            role.value: replace(account, grants=(Grant(role, WHOLE_NETWORK),)) for role in Role
        }
        senior = Grant(Role.SENIOR_SUPERVISOR, WHOLE_NETWORK)
        one = Grant(Role.CENTRE_MANAGER, Reach(centre_ids=frozenset({self.centres[1]})))
        found["manages one"] = replace(account, grants=(senior, one))
        found["works there"] = replace(
            account, grants=(senior,), practitioner_id=self.workers[0][3]
        )
        auditor = Grant(Role.AUDITOR, WHOLE_NETWORK)
        found["works there, reads"] = replace(
            account, grants=(auditor,), practitioner_id=self.workers[0][3]
        )
        return found


_WAITING = {
    "objected": World._objected,
    "amending": World._amending,
    "moderated": World._moderated,
    "paired": World._paired,
}
_RIGHTS = ("read", "again", "led", "void", "centre", "asked", *_WAITING)


def told_by(told: ToldAnswers, version: int) -> list[bool]:
    spans = [range(a, b + 1) for a in MONTHS for b in range(a, MONTHS[-1] + 1)]
    return [told.tells(version, coverage, span) for coverage in Coverage for span in spans]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(one, marks=pytest.mark.nightly) for one in range(1, 15))]
)
def test_totals_less_what_is_opened_tell_what_the_reviews_do(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(session, seed)
    taken = []
    taken_off = told_answers._taken_off

    def noted(*asked: object) -> object:
        taken.append(len(asked[2]))  # type: ignore[arg-type]
        return taken_off(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(told_answers, "_taken_off", noted)
    held = 0
    for actor in world.viewers().values():
        opened = {audit for audit in world.signed if _opens(session, actor, audit)}
        assert opened <= maybe_opened(session, actor, "", at=NOON, on=TODAY)
        places = session.execute(select(PlaceRow.id)).scalars().all()
        for scope in (network_scope(actor), *(place_scope(session, actor, one) for one in places)):
            if scope is None or not scope.sees_files:
                continue
            whole = answers_told(session, actor, scope, at=NOON, on=TODAY)
            # what is asked for by its months is counted among the reviews themselves
            wanted = Wanted(months=MONTHS)
            counted = answers_told(session, actor, scope, at=NOON, on=TODAY, wanted=wanted)
            for version in world.versions:
                assert told_by(whole, version) == told_by(counted, version)
                held += told_by(whole, version).count(False)
    assert any(taken)
    assert held


def _opens(session: Session, actor: Actor, audit: int) -> bool:
    try:
        return opening_of(session, actor, audit, at=NOON, on=TODAY).why is not None
    except OutOfReachError:
        return False
