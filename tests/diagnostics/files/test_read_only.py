"""A SQLite file opened for reading stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from diagnostics.files.read_only import open_read_only


@pytest.mark.parametrize("name", ["figures.db", "fi?mode=rwc#gures%20.db", "à côté.db"])
def test_the_rows_are_read_and_nothing_can_be_written(tmp_path, name: str) -> None:
    path = tmp_path / name
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE counts (n)")
        made.execute("INSERT INTO counts VALUES (3)")
        made.commit()
    before = path.read_bytes()
    with closing(open_read_only(path, 1)) as connection:
        assert connection.execute("SELECT n FROM counts").fetchall() == [(3,)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM counts")
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [name]


def test_a_missing_file_is_not_created(tmp_path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        open_read_only(tmp_path / "figures.db", 1)
    assert list(tmp_path.iterdir()) == []
