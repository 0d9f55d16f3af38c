"""The check of pages finds what it is for."""

from tests.web.pagecheck import faults

GOOD = '<html lang="zh-CN"><body><h1>今日</h1><p>A级</p><span data-content>Centre A</span></body></html>'


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD, "zh") == []


def test_english_on_a_chinese_page_is_found() -> None:
    assert faults(GOOD.replace("A级", "Nothing here"), "zh") == [
        "English on a Chinese page: Nothing here"
    ]


def test_hanzi_on_an_english_page_is_found_also_in_labels() -> None:
    html = '<html lang="en"><h1>Today</h1><button aria-label="今日">x</button></html>'
    assert faults(html, "en") == ["Hanzi on an English page: 今日"]


def test_the_other_language_may_be_named_in_itself() -> None:
    html = '<html lang="en"><h1>Today</h1><button lang="zh-CN">中文</button></html>'
    assert faults(html, "en") == []


def test_a_second_first_heading_and_a_field_without_label_are_found() -> None:
    html = '<html lang="en"><h1>a</h1><h1>b</h1><input name="x"><label>q <input name="y"></label></html>'
    assert faults(html, "en") == ["2 first headings", "no label: input x"]


def test_a_table_without_a_row_is_found() -> None:
    html = '<html lang="en"><h1>a</h1><table><thead></thead><tbody class="x">\n  </tbody></table></html>'
    assert faults(html, "en") == ["a table without a row, where a sentence belongs"]
