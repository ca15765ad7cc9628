"""The Flask toolkit that features share."""
