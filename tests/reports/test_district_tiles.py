from qa_app.reports.district_tiles import Tile, district_tiles


def test_tiles_hold_their_words_and_nothing_else() -> None:
    tiles = [
        Tile("盘龙<区>", "2家机构", ("2 · 法律援助",), "#place-PL", is_empty=False),
        Tile("五华区", "0家机构", (), '#place-"W', is_empty=True),
    ]
    svg = district_tiles(tiles, "标题", "说明", columns=1)
    assert "盘龙&lt;区&gt;" in svg
    assert '"#place-&quot;W"' in svg
    assert svg.count("pl-tile-empty") == 1
    assert svg.count("<rect") == 2
    assert "<title" in svg
    assert "<desc" in svg
    assert "http" not in svg
    assert district_tiles([], "标题", "说明").startswith("<svg")
