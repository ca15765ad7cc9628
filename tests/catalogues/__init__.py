"""Paper and files of showcases, vendors and galleries."""
