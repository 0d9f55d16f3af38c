from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.services.rounds.begin_round import BegunRound, begin_round

NOT_PLANNED = {2: InvalidError("centre_closed"), 3: ConflictError("visit_planned")}
NOT_DRAWN = {41: InvalidError("frame_empty"), 42: ConflictError("already_drawn")}


def test_each_plan_and_each_draw_stands_by_itself() -> None:
    asked: list[tuple[int, int]] = []

    def plan_one(centre: int) -> tuple[int, ...]:
        if centre in NOT_PLANNED:
            raise NOT_PLANNED[centre]
        return centre * 10, centre * 10 + 1, centre * 10 + 2

    def draw_one(session_id: int, reader: int) -> None:
        asked.append((session_id, reader))
        if session_id in NOT_DRAWN:
            raise NOT_DRAWN[session_id]

    begun = begin_round(
        (1, 2, 3, 4),
        plan_one,
        # one of them reads no files
        lambda made: {one: 7 for one in made if one != 10},
        draw_one,
    )
    assert asked == [(11, 7), (12, 7), (40, 7), (41, 7), (42, 7)]
    assert begun == BegunRound((11, 12, 40), {2: NOT_PLANNED[2]}, {41: NOT_DRAWN[41]})


def test_nothing_to_plan_is_nothing_to_draw() -> None:
    begun = begin_round((), lambda _: (), lambda made: dict.fromkeys(made, 1), lambda *_: None)
    assert begun == BegunRound((), {}, {})
