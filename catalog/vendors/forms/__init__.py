"""What people type about vendors."""
