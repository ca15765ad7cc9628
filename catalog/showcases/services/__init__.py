"""Changes of showcases: writing, keeping versions, publishing."""
