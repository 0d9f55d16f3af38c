import pytest

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.released_items import check_release


def test_it_is_released_once_with_a_reason() -> None:
    check_release("检察院须据此作出决定", is_released=False)
    with pytest.raises(ConflictError, match="released_before"):
        check_release("检察院须据此作出决定", is_released=True)
    with pytest.raises(InvalidError, match="release_reason"):
        check_release("需要", is_released=False)
    with pytest.raises(InvalidError, match="phone"):
        check_release("检察院须据此作出决定，电话13812345678", is_released=False)
