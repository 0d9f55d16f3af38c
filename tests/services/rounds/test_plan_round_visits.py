from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.services.rounds.plan_round_visits import plan_round_visits

FAULTS = {2: InvalidError("centre_closed"), 3: ConflictError("visit_planned")}


def test_each_centre_stands_by_itself() -> None:
    done: list[int] = []

    def plan_one(centre: int) -> None:
        if centre in FAULTS:
            raise FAULTS[centre]
        done.append(centre)

    assert plan_round_visits([1, 2, 3, 4], plan_one) == {2: FAULTS[2]}
    assert done == [1, 4]
