"""What officers do with products."""
