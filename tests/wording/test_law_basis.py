from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from qa_app.wording.law_basis import said_basis
from tests.builders import a_rubric, item, section
from tests.reports_material import a_report, answer

RUBRIC = a_rubric(
    section(
        "A",
        item(
            "A1",
            basis="law",
            std=["LAW#20"],
            quote="应当依法提供",
            addressee={"zh": "法律援助人员", "en": "Legal aid staff"},
            confirmed_for={
                "kinds": ["law_firm", "legal_aid_institution"],
                "article": "LAW#20",
                "by": "statute",
            },
        ),
        item("A2"),
        item("A3", basis="proposed"),
    )
)


def test_an_item_says_for_whom_its_law_was_confirmed() -> None:
    one = RUBRIC.items["A1"]
    assert said_basis(Words("en"), one, "law_firm") == "law"
    assert said_basis(Words("zh"), one, "") == "法律"
    assert said_basis(Words("en"), one, "university") == (
        "standard; the law is confirmed for law firms, legal aid institutions only"
    )
    assert said_basis(Words("zh"), one, "university") == (
        "标准；该法律规定仅经确认适用于律师事务所、法律援助机构"
    )
    assert said_basis(Words("en"), RUBRIC.items["A2"], "university") == "standard"


def test_the_explanation_of_a_report_counts_by_basis() -> None:
    answers = [answer(code, "met") for code in ("A1", "A2", "A3")]

    def told(kind: str, language: str = "en") -> str:
        report = a_report(RUBRIC, *answers, centre_kind=kind)
        return " ".join(said_report(Words(language), report, "Asia/Shanghai").working.sentences)

    counted = "What the items rest on at this centre: law 1, standard 1, proposed 1."
    assert counted in told("law_firm")
    assert "Counted as standard" not in told("law_firm")
    elsewhere = told("university")
    assert "this centre: standard 2, proposed 1." in elsewhere
    assert elsewhere.endswith(
        "Counted as standard and not as law, because the law is not confirmed for centres of this"
        " kind: A1."
    )
    assert "本中心各条目的依据：标准2条、建议1条。" in told("university", "zh")
    # a review of a supervisor or a region is about no centre
    assert "rest on" not in told("")
