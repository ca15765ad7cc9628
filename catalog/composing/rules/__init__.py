"""What a fair set is, and how the best one is found: pure values in, pure values out."""
