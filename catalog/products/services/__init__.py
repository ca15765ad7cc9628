"""Changes to products; each function is one thing that a person wants done."""
