"""Pure rules of printed matter and files."""
