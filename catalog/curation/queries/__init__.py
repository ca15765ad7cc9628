"""Reads of curation."""

from catalog.curation.queries.summary import Summary, summaries, summary, withdrawn

__all__ = ["Summary", "summaries", "summary", "withdrawn"]
