"""Every kind of session has its usual rhythm and its outputs."""

from qa_app.domain.session_blocks import BLOCKS, ONE_TO_ONE, WITH_FUNCTIONS, Block
from qa_app.domain.session_kinds import KINDS, Output, Usual
from qa_app.domain.supervision import SessionType


def test_every_kind_stands_there_and_every_word_is_used() -> None:
    assert set(KINDS) == set(SessionType)
    assert {kind.usual for kind in KINDS.values()} == set(Usual)
    assert {output for kind in KINDS.values() for output in kind.outputs} == set(Output)


def test_outputs_fit_the_blocks() -> None:
    for fine, kind in KINDS.items():
        if Output.DECISIONS in kind.outputs:
            assert Block.CASES in BLOCKS[fine], fine
        if Output.ACTIONS in kind.outputs:
            assert Block.ACTIONS in BLOCKS[fine], fine
    assert SessionType.INDIVIDUAL in ONE_TO_ONE & WITH_FUNCTIONS
