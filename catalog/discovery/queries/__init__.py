"""Reads of browsing: labels of facets, answers of the engine, and of the database in its stead."""
