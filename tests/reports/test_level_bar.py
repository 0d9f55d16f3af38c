from qa_app.reports.level_bar import level_bar_svg


def test_boxes_are_filled_up_to_the_level_and_said() -> None:
    svg = level_bar_svg("n", "Normative <framework>", "level 3 of 4", 3, 4)
    assert svg.count('class="pl-dot"') == 3
    assert svg.count('class="pl-dot pl-dot-open"') == 1
    assert "Normative &lt;framework&gt;" in svg
    assert "level 3 of 4" in svg
