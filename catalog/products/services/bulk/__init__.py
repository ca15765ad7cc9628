"""Imports of whole sheets: taking them in for a look, checking them, running them."""
