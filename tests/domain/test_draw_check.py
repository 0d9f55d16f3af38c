from dataclasses import replace
from typing import Any

import pytest

from qa_app.domain.draw_check import DrawFlaw, KeptDraw, KeptFile, check_draw
from qa_app.domain.replacements import Replaced, ReplaceReason
from qa_app.domain.sample_design import (
    DrawMethod,
    SampleDesign,
    StratumBy,
    plain_plan,
    plan_sample,
)
from qa_app.domain.sampling import draw, frame_digest, ticket

SEED, LOST = "4f1c", ReplaceReason.NOT_FOUND
FRAME = [f"KM-{n:02}" for n in range(1, 21)]
IDS = {file: n for n, file in enumerate(FRAME, 1)}
STRATA = {"risk=high": FRAME[:5], "risk=low": FRAME[5:]}


def a_draw(*, is_stratified: bool = False, has_design: bool = True) -> KeptDraw:
    strata = STRATA if is_stratified else {"": FRAME}
    method = DrawMethod.STRATIFIED if is_stratified else DrawMethod.SIMPLE
    design = SampleDesign(method, (StratumBy.RISK,) if is_stratified else (), number=6)
    plan = plan_sample(design, {name: len(files) for name, files in strata.items()})
    drawn = draw(strata, SEED, plan.allocation)
    files = [
        KeptFile(IDS[file], file, name, ticket(SEED, file), is_reserve)
        for is_reserve in (False, True)
        for name, one in sorted(drawn.items())
        for file in (one.reserves if is_reserve else one.selected)
    ]
    return KeptDraw(
        frame=FRAME,
        frame_digest=frame_digest(FRAME),
        frame_count=20,
        wanted_count=6,
        design=plain_plan(design, plan, strata) if has_design else {},
        seed=SEED,
        is_seed_later=True,
        files=files,
        replaced=(),
        read=frozenset(one.file_id for one in files if not one.is_reserve),
        told={"frame_digest": frame_digest(FRAME), "seed": SEED},
    )


@pytest.mark.parametrize(
    ("is_stratified", "has_design"), [(False, True), (True, True), (False, False)]
)
def test_a_draw_that_nobody_touched(*, is_stratified: bool, has_design: bool) -> None:
    assert check_draw(a_draw(is_stratified=is_stratified, has_design=has_design)) is None


def changed(files: list[KeptFile], place: int, **fields: Any) -> list[KeptFile]:
    return [replace(one, **fields) if n == place else one for n, one in enumerate(files)]


def test_every_hand_that_was_laid_on_it_is_named() -> None:
    kept = a_draw(is_stratified=True)
    files, design = list(kept.files), dict(kept.design)
    out = next(file for file in FRAME if file not in {one.reference for one in files})
    moved = {"risk=high": FRAME[:4], "risk=low": FRAME[4:]}
    faults = {
        DrawFlaw.FRAME_COUNT: replace(kept, frame=FRAME[:-1]),
        DrawFlaw.FRAME_DIGEST: replace(kept, frame=[*FRAME[:-1], "KM-99"]),
        DrawFlaw.SEED_FIRST: replace(kept, is_seed_later=False),
        DrawFlaw.STRATA: replace(kept, design=design | {"strata": {"risk=high": FRAME[:5]}}),
        DrawFlaw.STRATA_DIGEST: replace(kept, design=design | {"strata": moved}),
        DrawFlaw.SIZE: replace(
            kept, design=design | {"allocation": {"risk=high": 3, "risk=low": 3}}
        ),
        DrawFlaw.SELECTION: replace(kept, files=changed(files, 0, reference=out)),
        DrawFlaw.RESERVES: replace(kept, files=files[:-1]),
        DrawFlaw.TICKET: replace(kept, files=changed(files, 0, ticket="0" * 64)),
        DrawFlaw.REPLACEMENT: replace(
            kept, replaced=[Replaced(files[0].file_id, files[-1].file_id, LOST)]
        ),
        DrawFlaw.READ: replace(kept, read=kept.read | {IDS[out]}),
        DrawFlaw.JOURNAL: replace(kept, told={**kept.told, "seed": "4f1d"}),
    }
    found = {flaw: check_draw(one) for flaw, one in faults.items()}
    assert {flaw: one and one.flaw for flaw, one in found.items()} == {f: f for f in faults}
    assert set(faults) == set(DrawFlaw)
    selection = found[DrawFlaw.SELECTION]
    assert selection is not None
    assert (selection.kept, selection.found) == (out, files[0].reference)


def test_another_seed_gives_another_draw() -> None:
    different = check_draw(replace(a_draw(), seed="4f1d"))
    assert different is not None
    assert different.flaw is DrawFlaw.SELECTION


def test_a_draw_that_the_journal_does_not_tell_of_is_none() -> None:
    different = check_draw(replace(a_draw(), told={}))
    assert different is not None
    assert (different.flaw, different.found) == (DrawFlaw.JOURNAL, "")


def test_replacements_go_down_the_list_and_are_read_instead() -> None:
    kept = a_draw()
    first, second = (one.file_id for one in kept.files[:2])
    spare, next_ = (one.file_id for one in kept.files if one.is_reserve)
    told = [Replaced(first, spare, LOST), Replaced(second, next_, LOST)]
    read = (kept.read - {first, second}) | {spare, next_}
    assert check_draw(replace(kept, replaced=told, read=read)) is None
    gone = check_draw(replace(kept, replaced=told, read=kept.read))
    assert gone is not None
    assert gone.flaw is DrawFlaw.READ
    jumped = check_draw(replace(kept, replaced=[Replaced(first, next_, LOST)]))
    assert jumped is not None
    assert (jumped.flaw, jumped.kept) == (DrawFlaw.REPLACEMENT, kept.files[-1].reference)
