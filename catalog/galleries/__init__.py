"""Mall UKM and Galeri Caruban."""
