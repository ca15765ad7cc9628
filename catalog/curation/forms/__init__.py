"""What curators and offices type."""
