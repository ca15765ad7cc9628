"""A Whoosh index on disk, searched through our own arrays."""
