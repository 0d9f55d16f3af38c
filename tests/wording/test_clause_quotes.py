"""What clauses quote is told in English as well, and nothing is translated that is not there."""

from pathlib import Path

from qa_app.rubric_files.reader import read_plain
from qa_app.wording import Words
from qa_app.wording.clause_quotes import GLOSSES_OF_CLAUSES
from qa_app.wording.quotes import GLOSSES, gloss_of


def test_every_quotation_of_a_shipped_clause_is_translated(shipped: Path) -> None:
    quoted = {
        clause["quote"]
        for file in (shipped / "clauses").glob("*.yaml")
        for clause in read_plain(file).plain["clauses"]
        if clause.get("quote")
    }
    assert len(quoted) > 70
    assert quoted - {*GLOSSES, *GLOSSES_OF_CLAUSES} == set()
    assert set(GLOSSES_OF_CLAUSES) - quoted == set()
    assert set(GLOSSES_OF_CLAUSES) & set(GLOSSES) == set()
    for quote in quoted:
        assert gloss_of(Words("en"), quote).isascii()
        assert gloss_of(Words("zh"), quote) == ""
