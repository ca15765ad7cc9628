"""Legality documents and the badges computed from them."""
