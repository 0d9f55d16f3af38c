from qa_app.domain.common_words import COMMON, FAMILY_PINYIN, PIECES, WALKS


def test_pieces_are_in_the_form_that_passwords_are_compared_in() -> None:
    for word in (*PIECES, *COMMON, *WALKS, *FAMILY_PINYIN.values()):
        assert word == word.casefold()
        assert " " not in word


def test_common_passwords_are_long_and_end_without_digits() -> None:
    assert min(map(len, COMMON)) >= 8
    assert not any(one[-1].isdecimal() or not one.isalnum() for one in COMMON)


def test_family_names_are_one_sign_with_letters() -> None:
    assert all(len(name) == 1 and said.isascii() for name, said in FAMILY_PINYIN.items())
