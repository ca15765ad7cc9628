"""Builders of rows for tests: ``a_vendor(session, …)``, ``a_product(session, …)``.

Each stores one thing with believable defaults, makes what it stands on, and flushes.
"""
