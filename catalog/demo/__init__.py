"""A believable sample catalogue."""
