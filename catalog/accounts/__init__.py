"""People, their roles and their sign-ins."""
