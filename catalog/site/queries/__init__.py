"""Reads that join features for a page: home, galleries' shelves, terms, the sitemap."""
