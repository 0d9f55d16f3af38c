import pytest

from qa_app.domain.library_search import Piece, excerpt, highlighted, like_pattern, terms_of


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("   ", ()),
        ("报告", ("报告",)),
        ("立即 报告", ("立即", "报告")),
        ("Report  REPORT", ("report",)),
        ("ＭＰＬ", ("mpl",)),
        ("a b c d e f g h", ("a", "b", "c", "d", "e", "f")),
        ("x" * 99, ("x" * 60,)),
    ],
)
def test_words_to_look_for(typed: str, terms: tuple[str, ...]) -> None:
    assert terms_of(typed) == terms


def test_placeholders_stand_for_themselves() -> None:
    assert like_pattern("50%_a\\b") == "%50\\%\\_a\\\\b%"


def test_hits_are_marked_whatever_their_size() -> None:
    assert highlighted("Report at once", ("report", "once")) == (
        Piece("Report", is_hit=True),
        Piece(" at "),
        Piece("once", is_hit=True),
    )
    assert highlighted("应当立即报告", ("立即",)) == (
        Piece("应当"),
        Piece("立即", is_hit=True),
        Piece("报告"),
    )
    assert highlighted("nothing", ("x",)) == (Piece("nothing"),)
    assert highlighted("(a+b)", ("a+b",)) == (Piece("("), Piece("a+b", is_hit=True), Piece(")"))
    assert highlighted("", ("a",)) == (Piece(""),)
    assert highlighted("aab", ("a", "aa")) == (Piece("aa", is_hit=True), Piece("b"))


def test_an_excerpt_begins_near_the_first_hit() -> None:
    text = "前" * 200 + "报告" + "后" * 300
    pieces = excerpt(text, ("报告",))
    assert pieces[0].text == "…" + "前" * 40
    assert pieces[1] == Piece("报告", is_hit=True)
    assert pieces[2].text.endswith("…")
    assert sum(len(one.text) for one in pieces) == 162
    assert excerpt("短", ("x",)) == (Piece("短"),)
