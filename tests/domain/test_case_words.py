from qa_app.domain.case_cells import alike
from qa_app.domain.case_entries import RISKS, STAGES, STATES, Column
from qa_app.domain.case_words import SYNONYMS


def test_every_word_stands_for_a_value_that_there_is() -> None:
    areas = {"social_work", "legal_aid", "psychological", "family_education"}
    known = {Column.AREA: areas, Column.RISK: RISKS, Column.STAGE: STAGES, Column.STATE: STATES}
    for column, words in SYNONYMS.items():
        assert set(words.values()) <= set(known[column])
        assert all(word == alike(word) for word in words)


def test_words_of_areas_as_centres_write_them() -> None:
    said = SYNONYMS[Column.AREA]
    assert [said[word] for word in ("社工", "法援", "心理", "家教")] == [
        "social_work",
        "legal_aid",
        "psychological",
        "family_education",
    ]
