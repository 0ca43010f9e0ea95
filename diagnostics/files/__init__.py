"""Files that outlive a crash: durable writing, creation, read-only opening of SQLite; one process in a folder."""
