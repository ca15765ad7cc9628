"""English texts: which products lack them, words of the field, drafts, and what was checked."""
