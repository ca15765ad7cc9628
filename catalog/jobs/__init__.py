"""Work that waits its turn: kept in the database, done by a worker, tried again."""
