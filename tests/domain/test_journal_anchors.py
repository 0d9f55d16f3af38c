import random
from datetime import UTC, datetime

from qa_app.domain.journal_anchors import (
    Anchor,
    AnchorState,
    Reseal,
    anchor_text,
    checkpoint_anchor,
    judge_anchors,
    read_anchors,
)
from qa_app.domain.journal_checkpoints import Checkpoint

DIGESTS = {seq: f"{seq:04x}" * 16 for seq in range(1, 101)}


def anchor(seq: int, digest: str | None = None) -> Anchor:
    return Anchor(seq, digest or DIGESTS[seq][:12])


def judged(
    *anchors: Anchor,
    last: int = 100,
    first: int = 1,
    reseals: tuple[Reseal, ...] = (),
    restores: tuple[str, ...] = ("b",),
):
    known = {seq: digest for seq, digest in DIGESTS.items() if first <= seq <= last}
    standing = (a_checkpoint(1, first - 1),) if first > 1 else ()
    return judge_anchors(
        anchors, known, reseals, checkpoints=standing, restores=restores, last_seq=last
    )


def a_checkpoint(first: int, last: int, last_hash: str = "") -> Checkpoint:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Checkpoint(first, last, DIGESTS[first], last_hash or DIGESTS[last], at, at, at)


def test_an_anchor_as_papers_show_it_and_back() -> None:
    assert anchor_text(120, "9f3a0c11d2e4" + "0" * 52) == "120:9f3a0c11d2e4"
    mail = "Head of 2026-11-29: 120:9F3A0C11D2E4.\n> 7:0123456789abcdef\n 7:0123456789ab x"
    found = read_anchors(mail)
    assert found == (
        Anchor(7, "0123456789ab"),
        Anchor(7, "0123456789abcdef"),
        Anchor(120, "9f3a0c11d2e4"),
    )
    nothing = (
        "",
        "12:30",
        "120:9f3a0c11d2e",
        "0:9f3a0c11d2e4",
        "1:9f3a0c11d2e4g",
        "１:9f3a0c11d2e4",
    )
    assert all(read_anchors(text) == () for text in nothing)


def test_one_right_anchor_vouches_for_every_row_before_it() -> None:
    report = judged(anchor(60), anchor(20))
    assert (report.anchored_to, report.last_seq, report.doubtful, report.is_right) == (
        60,
        100,
        None,
        True,
    )
    assert judged().anchored_to == 0


def test_a_wrong_one_names_the_rows_among_which_the_first_change_lies() -> None:
    report = judged(anchor(20), anchor(60, "f" * 12), anchor(80, "e" * 12))
    assert (report.anchored_to, report.doubtful, report.is_right) == (20, (21, 60), False)
    assert judged(anchor(60, "f" * 12)).doubtful == (1, 60)


def test_a_row_beyond_the_end_was_cut_off() -> None:
    report = judged(anchor(50), anchor(90), last=70)
    assert [one.state for one in report.judged] == [AnchorState.RIGHT, AnchorState.BEYOND]
    assert report.doubtful == (51, 90)


def test_what_a_restore_gave_up_is_told_and_no_fault() -> None:
    reseals = (Reseal(seq=51, kept_seq=50, old_seq=90, backup="b"),)
    report = judged(anchor(50), anchor(80, "f" * 12), anchor(90, "e" * 12), reseals=reseals)
    assert [(one.state, one.reseal_seq) for one in report.judged] == [
        (AnchorState.RIGHT, None),
        (AnchorState.GIVEN_UP, 51),
        (AnchorState.GIVEN_UP, 51),
    ]
    assert (report.is_right, report.anchored_to) == (True, 50)
    # a restore that nobody named explains nothing
    report = judged(anchor(50), anchor(80, "f" * 12), reseals=reseals, restores=("c",))
    assert [str(one.state) for one in report.judged] == ["right", "said_lost"]
    assert (report.is_right, report.doubtful) == (False, None)
    # neither what the backup held nor what came after the lost head is given up
    assert not judged(anchor(50, "f" * 12), reseals=reseals).is_right
    assert not judged(anchor(91, "f" * 12), reseals=reseals).is_right


def test_rows_under_a_checkpoint_cannot_be_held_against_anchors() -> None:
    report = judged(anchor(10), first=40)
    assert report.judged[0].state is AnchorState.UNDER_CHECKPOINT
    assert (report.is_right, report.anchored_to) == (True, 0)


def test_a_tail_that_was_sealed_anew_is_always_caught() -> None:
    chance = random.Random(7)
    for _ in range(300):
        first_changed = chance.randint(2, 100)
        after = chance.randint(first_changed, 100)
        report = judged(anchor(chance.randint(1, first_changed - 1)), anchor(after, "f" * 12))
        assert report.doubtful is not None
        assert report.doubtful[0] <= first_changed <= report.doubtful[1]


def test_a_checkpoint_is_handed_out_and_read_back() -> None:
    line = checkpoint_anchor(a_checkpoint(1, 40))
    (found,) = read_anchors(f"2026-11-29T01:00:00Z {line}\n")
    assert (found.first_seq, found.seq, len(found.digest)) == (1, 40, 12)
    assert line == f"checkpoint-1-40-{found.digest}"
    # a head is never taken for one, nor the other way round
    assert read_anchors("40:9f3a0c11d2e4") == (Anchor(40, "9f3a0c11d2e4"),)
    assert read_anchors("checkpoint-0-40-9f3a0c11d2e4 xcheckpoint-1-40-9f3a0c11d2e4") == ()


def test_a_checkpoint_that_was_changed_or_replaced_is_seen() -> None:
    (kept,) = read_anchors(checkpoint_anchor(a_checkpoint(1, 40)))
    report = judged(kept, first=41)
    assert ([one.state for one in report.judged], report.anchored_to) == ([AnchorState.RIGHT], 40)
    for standing in ((), (a_checkpoint(1, 60),), (a_checkpoint(1, 40, "f" * 64),)):
        report = judge_anchors((kept,), DIGESTS, (), checkpoints=standing, last_seq=100)
        assert [one.state for one in report.judged] == [AnchorState.WRONG]
        assert report.doubtful == (1, 40)
    # a restored backup of before it holds its rows, and the journal tells of that
    told = Reseal(81, 80, 95, "b")
    report = judge_anchors((kept,), DIGESTS, (told,), checkpoints=(), restores=("b",), last_seq=100)
    assert [(one.state, one.reseal_seq) for one in report.judged] == [(AnchorState.GIVEN_UP, 81)]
    early = Reseal(31, 30, 95, "b")
    report = judge_anchors((kept,), DIGESTS, (early,), checkpoints=(), last_seq=100)
    assert [one.state for one in report.judged] == [AnchorState.WRONG]
