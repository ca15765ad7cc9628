"""Who has something before them just now, and whom it was given to; a hold warns, never bars."""
