"""The dossier of an area of a centre: frozen evidence that proves its own verdicts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from qa_app.domain.criteria import CriteriaFile, asked_of
from qa_app.domain.journal import canonical_json
from qa_app.domain.key_lists import KeyDays, listed_key
from qa_app.domain.papers_check import LONGEST, Outcome
from qa_app.domain.register_status import Mover, choices
from qa_app.domain.register_terms import Names
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import Intervals, recomputed
from qa_app.domain.rules.measurement import (
    measurement_from,
    plain_measurement,
    without_records,
)
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.sight import is_held_to_ask, without_numbers
from qa_app.domain.rules.tree import leaves_in, rule_from
from qa_app.domain.signatures import ALGORITHM, is_signed
from qa_app.domain.text import BilingualText

Plain = Mapping[str, Any]

SCHEMA: Final = "qa.dossier/1"


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What a dossier is made from.

    Attributes:
        evaluation: The frozen evaluation as plain data.
        evidence_digest: Its digest, records and all.
        file: The criteria by which was evaluated.
        names: What register, act, paper and bodies are called here.
        centre: Name of the centre.
        area: Name of the area.
        reply: Text of the code on the reply form.
        key: Short name of the key that signs.
        before: Where the area stood when this was known; None where nothing was ever decided.
        is_whole: True for who may read the centre's files themselves; others are given verdicts
            without the numbers behind them.
        is_closed: True where they would have to ask for some of those files: tests that count
            answers to items are then stated to them too.
        notice: What the installation says on every page, such as that all of it is invented; None
            where it says nothing.
        intervals: Intervals of means that were frozen beside the evaluation; None where they were
            not kept yet.
        versions: Criterion to the versions of a rubric that each of its tests puts together; None
            for a test with one.
    """

    evaluation: Plain
    evidence_digest: str
    file: CriteriaFile
    names: Names
    centre: BilingualText
    area: BilingualText
    reply: str
    key: str
    before: Status | None = None
    is_whole: bool = False
    is_closed: bool = False
    notice: BilingualText | None = None
    intervals: Intervals | None = None
    versions: Mapping[str, Sequence[Sequence[str] | None]] = field(default_factory=dict)


def plain_dossier(facts: DossierFacts) -> dict[str, Any]:
    """Give a dossier as plain data, whose canonical JSON is signed.

    Args:
        facts: What it is made from.

    Returns:
        Aggregates, criteria as rules, verdicts and every word about them in both languages. The
        records that measurements rest on are left out: verdicts do not need them, and the digest
        of the whole evidence stands for them. Numbers of the centre's files, people and events are
        left out likewise, for who may not read these files: verdicts of tests are then stated. The
        intervals of means go to who reads the numbers, where they were kept; a mean of few files
        and its interval tell each score.
    """
    file, plain = facts.file, facts.evaluation
    asked = [one["code"] for one in plain["criteria"]]
    own = file.set_of(plain["set"])
    asked_here = (
        asked_of(one, plain["area"], plain["kind"]) for one in (() if own is None else own.criteria)
    )
    texts = {one.code: one.text for one in asked_here if one is not None}
    metrics = {part for one in plain["criteria"] for part in _metrics(one["rule"])}
    return {
        "schema": SCHEMA,
        "evaluation": _told(plain, is_whole=facts.is_whole, is_closed=facts.is_closed),
        "is_whole": facts.is_whole,
        "evidence_digest": facts.evidence_digest,
        "centre": _both(facts.centre),
        "area": _both(facts.area),
        "set": _both(BilingualText(plain["set"], plain["set"]) if own is None else own.name),
        "register": _both(facts.names.register),
        "body": _both(facts.names.body),
        "disclaimer": _both(facts.names.disclaimer),
        "criteria": {code: _both(texts.get(code, BilingualText(code, code))) for code in asked},
        "levels": {code: _both(text) for code, text in file.levels.items()},
        "states": {code.value: _both(text) for code, text in file.terms.states.items()},
        "scales": {name: METRICS[name].scale.value for name in sorted(metrics & set(METRICS))},
        "reply": facts.reply,
        "choices": [one.value for one in choices(facts.before, Mover.PAPER)],
        "key": facts.key,
        # signed with all else, so that nobody takes it away
        **({} if facts.notice is None else {"notice": _both(facts.notice)}),
        **({} if facts.intervals is None or not facts.is_whole else {"intervals": facts.intervals}),
        **({"versions": facts.versions} if facts.versions and facts.is_whole else {}),
    }


def _metrics(rule: Plain) -> list[str]:
    parts = rule.get("of") or ([rule["not"]] if "not" in rule else [])
    own = [rule["metric"]] if "metric" in rule else []
    return own + [name for part in parts for name in _metrics(part)]


def _told(plain: Plain, *, is_whole: bool, is_closed: bool) -> dict[str, Any]:
    criteria = []
    for one in plain["criteria"]:
        leaves = leaves_in(rule_from(one["rule"]))
        parts = [measurement_from(part) for part in one["found"]]
        told = (
            without_records(part)
            if is_whole and not is_held_to_ask(leaf, is_closed=is_closed)
            else without_numbers(leaf, part)
            for leaf, part in zip(leaves, parts, strict=True)
        )
        criteria.append({**one, "found": [plain_measurement(part) for part in told]})
    return {**plain, "criteria": criteria}


def _both(text: BilingualText) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


@dataclass(frozen=True, slots=True)
class CheckedDossier:
    """A dossier and what came of it.

    Attributes:
        outcome: `genuine`, `altered`, `forged`, `unreadable`; `key_revoked` whenever it was signed,
            since a dossier names no day of its signature and can be taken anew; `outside_key` where
            its evidence is younger than the last day of its key.
        differing: Codes of criteria whose verdict comes out otherwise; `status` where what is
            proposed does.
        plain: What the signed text says; empty unless its signature holds.
    """

    outcome: Outcome
    differing: tuple[str, ...] = ()
    plain: Plain | None = None


def checked_dossier(file: str, keys: Plain) -> CheckedDossier:
    """Check a dossier as a browser does that has no network.

    Args:
        file: The signed JSON inside it.
        keys: The published list of keys.

    Returns:
        What came of it; verdicts are worked out again from what was measured.
    """
    try:
        outer = json.loads(file) if len(file) <= LONGEST else {}
        payload, code, signature = outer["payload"], outer["key"], outer["signature"]
        plain = json.loads(payload)
        again = recomputed(plain["evaluation"])
        known_on = datetime.fromisoformat(plain["evaluation"]["known_at"]).date()
    except (KeyError, TypeError, ValueError, RecursionError):
        return CheckedDossier(Outcome.UNREADABLE)
    if plain.get("schema") != SCHEMA or outer.get("algorithm") != ALGORITHM:
        return CheckedDossier(Outcome.UNREADABLE)
    differing = _differing(plain["evaluation"], again)
    key = listed_key(keys, code)
    if key is None:
        return CheckedDossier(Outcome.FORGED, differing)
    if not is_signed(key.public_key, payload, signature):
        return CheckedDossier(Outcome.ALTERED, differing)
    return CheckedDossier(_outcome(key, known_on), differing, plain)


def _outcome(key: KeyDays, known_on: date) -> Outcome:
    if key.revoked_from is not None:
        return Outcome.KEY_REVOKED
    is_late = key.last_day is not None and known_on > key.last_day
    return Outcome.OUTSIDE_KEY if is_late else Outcome.GENUINE


def _differing(said: Plain, again: Plain) -> tuple[str, ...]:
    codes = [
        one["code"]
        for one, other in zip(said["criteria"], again["criteria"], strict=True)
        if one["verdict"] != other["verdict"]
    ]
    return (*codes, "status") if said["status"] != again["status"] else tuple(codes)


def dossier_payload(facts: DossierFacts) -> str:
    """Give the text that is signed.

    Args:
        facts: What a dossier is made from.

    Returns:
        Canonical JSON; the same for the same evidence, for ever.
    """
    return canonical_json(plain_dossier(facts))
