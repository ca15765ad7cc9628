"""Reads of a vendor's home."""
