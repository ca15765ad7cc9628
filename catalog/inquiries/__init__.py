"""What buyers ask makers."""
