"""Spreadsheet files: reading what people send, writing what they open."""
