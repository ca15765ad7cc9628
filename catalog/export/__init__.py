"""Readiness by market: rules as data, verdicts, gaps."""
