from qa_app.domain.training_lists import COURSES, MODULES, TRAINERS

OUTSIDE = {"event": "E1", "centre": "", "worker": "", "organisation": "云南大学"}
WORKER = {"event": "E1", "centre": "A", "worker": "W1", "organisation": ""}


def test_what_is_taught_has_a_name_in_a_language() -> None:
    for listed in (COURSES, MODULES):
        (rule,) = listed.rules
        assert rule({"name_zh": "", "name_en": ""}) == ("name_zh", "name_en")
        assert rule({"name_zh": "", "name_en": "Talking"}) is None
        assert rule({"name_zh": "访谈", "name_en": ""}) is None


def test_a_trainer_is_a_worker_of_a_centre_or_comes_from_outside() -> None:
    (rule,) = TRAINERS.rules
    assert rule(OUTSIDE) is None
    assert rule(WORKER) is None
    assert rule({**OUTSIDE, "organisation": ""}) == ("organisation", "worker")
    assert rule({**WORKER, "organisation": "云南大学"}) == ("organisation", "worker")
    assert rule({**OUTSIDE, "centre": "A"}) == ("centre", "worker")
    assert rule({**WORKER, "centre": ""}) == ("centre", "worker")
