"""Every name, key and reason of a form has words in both languages."""

import re
from datetime import date
from fractions import Fraction

from qa_app.domain.own_form_names import FormName, Key
from qa_app.domain.own_forms import FormValue, Gap
from qa_app.domain.series import Grain, Period
from qa_app.domain.text import BilingualText
from qa_app.wording import Words
from qa_app.wording.own_forms import GAPS, KEYS, SAID_NAMES, key_in, name_in, said_value

ZH, EN = Words("zh"), Words("en")
JAN = 2026 * 12


def test_nothing_is_without_words() -> None:
    assert (set(SAID_NAMES), set(KEYS), set(GAPS)) == (set(FormName), set(Key), set(Gap))
    for message in (*SAID_NAMES.values(), *KEYS.values(), *GAPS.values()):
        assert re.search(r"[\u4e00-\u9fff]", ZH.say(message, about="x")), message
        assert not re.search(r"[\u4e00-\u9fff]", EN.say(message, about="x")), message


def test_a_value_is_written_as_pages_write_it() -> None:
    assert said_value(ZH, FormValue(Fraction("76.8"), digits=1)) == "76.8"
    assert said_value(EN, FormValue(Fraction(12))) == "12"
    assert said_value(EN, FormValue(text=BilingualText("甲", "A"))) == "A"
    assert said_value(EN, FormValue(text=BilingualText())) == "Whole network"
    assert said_value(EN, FormValue(day=date(2026, 3, 2))) == "2 Mar 2026"
    periods = (Period(JAN, Grain.MONTH), Period(JAN + 3, Grain.QUARTER))
    assert said_value(EN, FormValue(periods=periods)) == "Jan 2026, Q2 2026"
    assert said_value(EN, FormValue(gap=Gap.UNKNOWN_NAME, about="scroe")) == "[no such name: scroe]"
    assert said_value(ZH, FormValue(gap=Gap.TOO_FEW)) == "[案卷过少，不显示]"
    assert (name_in("zh", FormName.SCORE), name_in("en", FormName.SCORE)) == ("得分", "score")
    assert (key_in("zh", Key.PERIOD), key_in("en", Key.PERIOD)) == ("期间", "period")
