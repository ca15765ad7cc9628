"""Paper and files of showcases and products."""
