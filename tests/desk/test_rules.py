import pytest

from catalog.desk.rules import Change, changes, csv_line, hidden


def test_changes_say_what_came_what_went_and_what_stayed() -> None:
    found = changes({"a": 1, "b": [1, 2], "c": True}, {"b": [2], "c": True, "d": ""})
    assert found == [
        Change("a", "1", None),
        Change("b", "1, 2", "2"),
        Change("c", "✓", "✓"),
        Change("d", None, "—"),
    ]
    assert [change.kind for change in found] == ["removed", "changed", "same", "added"]


@pytest.mark.parametrize("cell", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert csv_line([cell]).lstrip('"').startswith("'")


def test_cells_keep_commas_quotes_and_lines() -> None:
    assert csv_line(['a,"b"\nc', None, 3]) == '"a,""b""\nc",,3\r\n'


@pytest.mark.parametrize(
    "text", ["701e4e2d-7dfc-4ebb-98ef-6d36f7188162", "2026-11-22T10:00:00+07:00", "1234567890123"]
)
def test_ids_and_times_are_not_taken_for_personal_data(text: str) -> None:
    assert hidden(text) == text
