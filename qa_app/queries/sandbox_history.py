"""A draft of criteria over the past of every centre, beside what is in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from qa_app.domain.asked_criteria import asked_as_rules, criteria_asked
from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.journal import canonical_json
from qa_app.domain.rules.evaluation import Asked
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.past_outcomes import Judge, Outcome, turns_of
from qa_app.domain.rules.tree import Leaf, leaves_in, plain_rule
from qa_app.domain.trial import Changed, Past
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround

NOT_COLLECTED = Measurement(gap="not_collected")


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is held beside each other.

    Attributes:
        draft: The draft.
        base: What is in force; None for nothing.
    """

    draft: CriteriaFile
    base: CriteriaFile | None


@dataclass(frozen=True, slots=True)
class _Subject:
    centre_id: int
    area: str
    kind: str
    closed_on: date | None


def past_of(
    session: Session,
    files: Drafts,
    days: Sequence[date],
    measures: Mapping[str, Measure],
    zone: str,
    told: Callable[[int], None] = lambda _done: None,
) -> Past:
    """Hold a draft and what is in force against every centre on past days.

    Every day uses only what was known by its end. A test is measured once a day for all centres,
    however many criteria ask it.

    Args:
        session: A database session.
        files: The draft and what is in force.
        days: Days, in their order.
        measures: Metric to what measures it.
        zone: Zone in which days end.
        told: Hears how many of the days are done; nothing is read meanwhile.

    Returns:
        Who would have stood otherwise, when and why; areas of centres until they
        closed; before it was known a centre stands as one of which nothing is collected.
    """
    subjects = _subjects(session)
    judges = _Judges(files)
    outcomes: dict[tuple[_Subject, str], list[tuple[date, Outcome | None, Outcome]]] = {}
    for done, day in enumerate(days, 1):
        measured = _Measured(session, _ground(day, zone), measures)
        for subject in subjects:
            if subject.closed_on is not None and subject.closed_on <= day:
                continue
            for criteria_set in files.draft.sets:
                now, then = judges.of(criteria_set.code, subject)
                own = (
                    day,
                    None if now is None else measured.outcome(now, subject),
                    measured.outcome(then, subject),
                )
                outcomes.setdefault((subject, criteria_set.code), []).append(own)
        told(done)
    changed = tuple(
        Changed(subject.centre_id, subject.area, code, turn)
        for (subject, code), own in outcomes.items()
        for turn in turns_of(own)
    )
    asked = {leaf.metric for judge in judges.all_drafted() for leaf in _leaves(judge.asked)}
    return Past(
        tuple(days),
        "" if files.base is None else files.base.version,
        len({one.centre_id for one in subjects}),
        len(subjects),
        changed,
        tuple(sorted(asked - measures.keys())),
    )


def _subjects(session: Session) -> tuple[_Subject, ...]:
    rows = session.execute(
        select(
            CentreRow.id,
            CentreAreaRow.area_code,
            CentreRow.kind,
            CentreRow.closed_on,
        )
        .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
        .order_by(CentreRow.place_path, CentreRow.code, CentreAreaRow.area_code)
    )
    return tuple(_Subject(*row) for row in rows)


def _ground(day: date, zone: str) -> MeasureGround:
    end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return MeasureGround(true(), day, end, zone=zone)


def _leaves(asked: Sequence[Asked]) -> list[Leaf]:
    return [leaf for one in asked for leaf in leaves_in(one.rule)]


@dataclass(slots=True)
class _Judges:
    # one judge for each set, area and kind, of the draft and of what is in force
    files: Drafts
    _known: dict[tuple[str, str, str], tuple[Judge | None, Judge]] = field(default_factory=dict)

    def of(self, code: str, subject: _Subject) -> tuple[Judge | None, Judge]:
        key = code, subject.area, subject.kind
        if key not in self._known:
            then = _judge(self.files.draft, *key)
            now = None if self.files.base is None else _judge(self.files.base, *key)
            self._known[key] = now, then or Judge(self.files.draft.decision, ())
        return self._known[key]

    def all_drafted(self) -> list[Judge]:
        return [then for _, then in self._known.values()]


def _judge(file: CriteriaFile, code: str, area: str, kind: str) -> Judge | None:
    criteria_set = file.set_of(code)
    if criteria_set is None:
        return None
    return Judge(file.decision, asked_as_rules(criteria_asked(criteria_set, area, kind)))


@dataclass(slots=True)
class _Measured:
    # what was measured on one day, asked once for each metric and its parameters
    session: Session
    ground: MeasureGround
    measures: Mapping[str, Measure]
    _found: dict[str, Measured] = field(default_factory=dict)

    def outcome(self, judge: Judge, subject: _Subject) -> Outcome:
        return judge.outcome(lambda leaf: self._one(leaf, subject))

    def _one(self, leaf: Leaf, subject: _Subject) -> Measurement:
        measure = self.measures.get(leaf.metric)
        if measure is None:
            return NOT_COLLECTED
        key = _key(leaf)
        if key not in self._found:
            self._found[key] = measure(self.session, self.ground, leaf)
        found = self._found[key]
        own = found.get((subject.centre_id, subject.area))
        return own or found.get((subject.centre_id, ""), NOT_COLLECTED)


def _key(leaf: Leaf) -> str:
    plain = plain_rule(leaf)
    return canonical_json([plain["metric"], plain.get("params", {})])
