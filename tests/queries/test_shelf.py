from sqlalchemy.orm import Session

from qa_app.domain.rubric_library import Library
from qa_app.queries.shelf import shelved
from tests.library import clause, document, shelve
from tests.register import official_codes
from tests.sessions import a_scene

FILES = Library(
    sources={"LAW": {"kind": "law"}}, steps={"PRO": frozenset({"1"})}, clauses={"LAW": {"11": "a"}}
)


def test_the_library_of_the_installation_is_put_before_the_files(session: Session) -> None:
    a_scene(session)
    shelve(
        session,
        document("LAW", clause("11", quote="应当立即报告"), clause("62")),
        document("OWN", clause("5", quote="应当")),
    )
    library = shelved(session)(FILES)
    assert set(library.sources or {}) == {"LAW", "OWN"}
    assert library.clauses == {"LAW": {"11": "应当立即报告", "62": ""}, "OWN": {"5": "应当"}}
    assert library.steps == {"PRO": frozenset({"1"})}
    assert library.knows is not None
    # the supervisor of the scene is called "lead"
    assert (library.knows("lead"), library.knows("nobody")) == (True, False)
    # of the scene's places one is Wuhua with its official code; the whole country is no place
    official_codes(session)
    assert library.is_place is not None
    assert [library.is_place(one) for one in ("CN-530102", "CN-530199", "CN")] == [
        True,
        False,
        False,
    ]
