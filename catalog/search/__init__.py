"""Full-text search: outbox, analysis, index, engines."""
