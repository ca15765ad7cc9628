"""Reads for composing: candidates, what was shown, proposals, the fairness board."""
