"""The sample catalogue: its words hold together, and loading it twice changes nothing."""
