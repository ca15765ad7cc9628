"""Reads of what is printed, and of the files that were made."""
