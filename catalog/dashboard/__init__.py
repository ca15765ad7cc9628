"""A vendor's home: what to do next, how the window does, and the vendor's own data."""
