"""Pure values and errors that every part may use."""
