from qa_app.domain.export_columns import COLUMNS


def test_every_column_has_a_name_of_its_own_and_is_explained_in_both_languages() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names) == 31
    assert all(column.means.zh and column.means.en for column in COLUMNS)
    assert "note" not in names
