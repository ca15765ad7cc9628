"""The officers' desk: what waits, across features."""
