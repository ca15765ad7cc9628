"""Asking for files, making them, letting buyers have them."""
