from __future__ import annotations

from reports.printing.folder import write_paper


def test_a_paper_takes_the_place_of_the_last_one_in_a_folder_that_it_makes(tmp_path):
    folder = tmp_path / "new" / "papers"
    for pdf in (b"%PDF first", b"%PDF second"):
        path = write_paper(pdf, folder, "recu")
        assert path == folder / "recu.pdf"
        assert path.read_bytes() == pdf
    assert [p.name for p in folder.iterdir()] == ["recu.pdf"]
