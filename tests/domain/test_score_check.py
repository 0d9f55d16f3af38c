import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.file_losses import losses_of
from qa_app.domain.journal import canonical_json
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_check import Difference, Fault, KeptScore, differences, sealing
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_explanation, plain_score
from qa_app.domain.signing import Frozen, frozen_score
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026, a_case, a_rubric, item, section, words

DAY = date(2026, 3, 2)
WEIGHTED = a_rubric(
    section("A", item("A1", weight=3), item("A2", critical="gate"), weight=40),
    section("B", item("B1", critical="stop"), item("B2", applies_if={"fact": "closed", "is": True})),
    section("C", item("C1", scale="time3", clock={"from": "begun", "to": "done", "within": "5wd"})),
    facts=[{"id": "closed", "type": "bool", **words("closed")}],
    clocks=[{"id": "begun", **words("begun")}, {"id": "done", **words("done")}],
    scoring={"caps": [{"when": {"answer": "A1", "is": "partly"}, "at_most": "B"}]},
)  # fmt: skip
ENTRIES: dict[str, Any] = {
    "answers": {"A1": "partly", "A2": "unmet", "B1": "met"},
    "facts": {"closed": False},
    "clocks": {"begun": "2026-02-02T09:00", "done": "2026-02-03"},
}


def frozen(rubric: Rubric = WEIGHTED, **entries: Any) -> Frozen:
    case = a_case(rubric, **(entries or ENTRIES))
    return frozen_score(rubric, score_audit(rubric, case, CHINA_2026, explained=True), DAY)


def kept(one: Frozen) -> KeptScore:
    return KeptScore(
        one.status,
        one.score_millionths,
        one.band,
        one.band_position,
        len(one.stop),
        len(one.gate),
        one.explanation,
        one.digest,
    )


def test_the_same_is_the_same() -> None:
    assert differences(kept(frozen()), frozen()) == ()


@pytest.mark.parametrize("name", [field.name for field in fields(KeptScore)])
def test_every_column_is_looked_at(name: str) -> None:
    changed = replace(kept(frozen()), **{name: None})  # type: ignore[arg-type]  # any of them
    assert differences(changed, frozen())


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        inner = [leaf for name, one in value.items() for leaf in _leaves(one, (*path, name))]
    elif isinstance(value, list):
        inner = [leaf for place, one in enumerate(value) for leaf in _leaves(one, (*path, place))]
    else:
        return [path]
    return inner or [path]


def test_a_change_of_any_field_is_noticed_and_named() -> None:
    whole = json.loads(frozen().explanation)
    leaves = _leaves(whole)
    assert len(leaves) > 120
    for path in leaves:
        copy = json.loads(frozen().explanation)
        at = copy
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = "other"
        found = differences(replace(kept(frozen()), explanation=canonical_json(copy)), frozen())
        drift = [one for one in found if one.fault is Fault.DRIFT]
        assert len(drift) == 1, path
        assert drift[0].field.startswith(str(path[0]))
        assert any(one.fault is Fault.DIGEST for one in found)


def test_what_is_gone_what_is_new_and_what_is_no_result() -> None:
    plain = json.loads(frozen().explanation)
    del plain["band"]
    plain["more"] = 1
    found = differences(replace(kept(frozen()), explanation=canonical_json(plain)), frozen())
    assert Difference(Fault.DRIFT, "band", "", '"D"') in found  # 17 of 42
    assert Difference(Fault.DRIFT, "more", "1", "") in found
    broken = replace(kept(frozen()), explanation="{")
    assert Difference(Fault.UNREADABLE, "explanation") in differences(broken, frozen())
    # equal values written otherwise are not the text that was signed
    spaced = json.dumps(json.loads(frozen().explanation))
    other = replace(kept(frozen()), explanation=spaced)
    assert Difference(Fault.UNREADABLE, "explanation") in differences(other, frozen())
    plain["explanation"]["items"].pop()
    shorter = replace(kept(frozen()), explanation=canonical_json(plain))
    assert "explanation/items" in {one.field for one in differences(shorter, frozen())}


def test_the_digest_is_held_against_the_text() -> None:
    assert sealing(kept(frozen())) == ()
    (found,) = sealing(replace(kept(frozen()), digest="0" * 64))
    assert (found.fault, found.stands) == (Fault.DIGEST, "0" * 64)


def test_the_quick_writing_is_the_canonical_one(shipped: Path) -> None:
    rubrics = [load_rubric(shipped / "reference" / "osri.yaml", shipped), WEIGHTED]
    for method in ("lowest", "dimension_profile"):
        parts = section("N", item("N1"), item("N2")), section("S", item("S1"))
        rubrics.append(a_rubric(*parts, scoring={"method": method, "scale": "maturity4"}))
    for rubric in rubrics:
        entered = [{}, {"answers": _best(rubric)}, ENTRIES if rubric is WEIGHTED else {}]
        for entries in entered:
            case = a_case(rubric, **entries)
            for _ in range(2):  # the second time from what is kept
                score = score_audit(rubric, case, CHINA_2026, explained=True)
                assert score.explanation is not None
                plain = plain_score(score, rubric.method) | {
                    "explanation": plain_explanation(score.explanation),
                    "read_on": "2026-03-02",
                    "rubric": {
                        "code": rubric.code,
                        "version": rubric.version,
                        "fingerprint": rubric.fingerprint,
                    },
                }
                if losses := losses_of(score, rubric.method):
                    plain["below"] = losses
                assert frozen_score(rubric, score, DAY).explanation == canonical_json(plain)


def _best(rubric: Rubric) -> dict[str, str]:
    return {code: one.scale.options[0].code for code, one in rubric.items.items()}
