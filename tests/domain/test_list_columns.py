from qa_app.domain.list_columns import CENTRE, KEY, PART, WORKER, known, one_of, text, whole
from qa_app.domain.register_lists import CellKind
from qa_app.domain.text import BilingualText


def test_what_a_cell_needs_and_what_tells_lines_apart() -> None:
    for need, flags in ((KEY, (True, True)), (PART, (False, True))):
        made = known("worker", "代码", "Worker", need, within="centre")
        assert (made.is_required, made.is_key) == flags
        assert (made.kind, made.of, made.within) == (CellKind.KNOWN, "worker", "centre")
    made = text("issuer", "出具单位", "Issued by", 120)
    assert (made.is_required, made.is_key, made.most) == (False, False, 120)
    assert made.head == BilingualText("出具单位", "Issued by")
    made = whole("minutes", "分钟数", "Minutes", (1, 600))
    assert (made.is_required, made.least, made.most) == (True, 1, 600)
    assert (CENTRE.is_key, WORKER.within) == (True, "centre")


def test_one_value_of_a_list_that_is_written_here_or_of_the_ground() -> None:
    names = {"a": BilingualText("甲", "One")}
    assert one_of("kind", ("种类", "Kind"), names).allowed == names
    ground = one_of("area", ("领域", "Area"), "area")
    assert (ground.listed, ground.allowed) == ("area", {})
