from qa_app.domain.family_names import CLASSIC, COMPOUND, EVERY, MOST_COMMON, YUNNAN


def test_the_lists_hold_more_than_the_four_hundred_largest_families() -> None:
    assert len(EVERY | set(COMPOUND)) > 450
    assert MOST_COMMON.startswith("王李张刘陈杨黄")
    assert CLASSIC.startswith("赵钱孙李周吴郑王")


def test_every_name_is_one_chinese_sign_or_two_and_stands_once_in_its_list() -> None:
    for signs in (MOST_COMMON, CLASSIC, YUNNAN):
        assert all("一" <= sign <= "鿿" for sign in signs)
        assert len(set(signs)) == len(signs)
    assert all(len(name) == 2 for name in COMPOUND)
    assert len(set(COMPOUND)) == len(COMPOUND)
