"""Listings in a spreadsheet: its columns, its words, and what is wrong with a cell."""
