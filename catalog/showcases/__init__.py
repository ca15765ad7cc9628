"""Curated, ordered sets of products with a story."""
