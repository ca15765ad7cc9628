"""Reads behind imports and exports of a vendor's goods."""
