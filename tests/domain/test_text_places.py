from qa_app.domain.text_places import text_places

CONTENT = {
    "title": {"zh": "标题", "en": ""},
    "facts": [{"id": "age", "en": "Age", "options": {"low": {"zh": "低"}}}],
    "sections": [{"id": "A", "items": [{"id": "A1", "text": {"zh": "一"}}, {"text": {"zh": 3}}]}],
    "version": "1.0.0",
}


def test_every_text_has_a_path_and_a_key_that_outlives_its_section() -> None:
    found = [("/".join(one.key), one.path, one.words) for one in text_places(CONTENT)]
    assert found == [
        ("title", ("title",), {"zh": "标题", "en": ""}),
        ("facts/age", ("facts", 0), {"en": "Age"}),
        ("facts/age/options/low", ("facts", 0, "options", "low"), {"zh": "低"}),
        ("items/A1/text", ("sections", 0, "items", 0, "text"), {"zh": "一"}),
    ]
    assert next(text_places(CONTENT)).holder is CONTENT["title"]


def test_what_holds_no_text_has_none() -> None:
    assert list(text_places([1, "words", None, {"zh": None}])) == []
