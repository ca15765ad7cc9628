"""What is true of a product today, behind its permanent code."""
