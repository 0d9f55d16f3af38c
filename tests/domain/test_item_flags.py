import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.item_flags import FlagReason, check_flag
from tests.builders import a_rubric


def test_a_flag_names_an_item_and_a_reason() -> None:
    asked = a_rubric()
    item = next(iter(asked.items))
    assert check_flag(asked, item, "between_two") is FlagReason.BETWEEN_TWO
    for wrong, reason, code in (
        ("Z9", "between_two", "item_unknown"),
        (item, "", "reason_unknown"),
        (item, "because", "reason_unknown"),
    ):
        with pytest.raises(InvalidError) as refused:
            check_flag(asked, wrong, reason)
        assert refused.value.code == code
