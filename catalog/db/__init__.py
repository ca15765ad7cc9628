"""The database: base, unit of work, session, paging."""
