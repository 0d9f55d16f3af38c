import pytest

from qa_app.domain.audit_stage import ReadingFacts, Stage, stage_of, stage_of_all

D, R, S = Stage.DRAWN, Stage.IN_REVIEW, Stage.SUBMITTED
M, H, F, A = Stage.MODERATION, Stage.SHARED, Stage.FINAL, Stage.APPEALED


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (ReadingFacts("draft"), D),
        (ReadingFacts("draft", is_begun=True), R),
        (ReadingFacts("locked", is_begun=True), S),
        (ReadingFacts("locked", is_moderated=True), M),
        (ReadingFacts("signed"), S),
        (ReadingFacts("signed", is_moderated=True), M),
        (ReadingFacts("signed", is_shared=True), H),
        (ReadingFacts("signed", is_shared=True, is_moderated=True), M),
        (ReadingFacts("signed", is_shared=True, is_final=True), F),
        (ReadingFacts("signed", is_shared=True, is_appealed=True), A),
        (ReadingFacts("signed", is_shared=True, is_final=True, is_appealed=True), A),
        (ReadingFacts("replaced", is_shared=True), None),
        (ReadingFacts("void"), None),
    ],
)
def test_one_reading(facts: ReadingFacts, stage: Stage | None) -> None:
    assert stage_of(facts) is stage


@pytest.mark.parametrize(
    ("stages", "is_all_drawn", "together"),
    [
        ([], True, Stage.PLANNED),
        ([], False, Stage.PLANNED),
        ([D, D], True, D),
        ([D], False, D),
        ([D, R], True, R),
        ([D, F], True, R),
        ([F, F], False, R),
        ([R, F], True, R),
        ([S, F], True, S),
        ([S, M], True, S),
        ([M, H, F], True, M),
        ([H, F], True, H),
        ([H, A], True, H),
        ([A, F], True, A),
        ([F, F], True, F),
    ],
)
def test_many_stand_as_far_as_the_last(
    stages: list[Stage], is_all_drawn: bool, together: Stage
) -> None:
    assert stage_of_all(stages, is_all_drawn=is_all_drawn) is together
