"""Pictures: taking in, renditions, storage."""
