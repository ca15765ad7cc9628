"""The makers and their profiles."""
