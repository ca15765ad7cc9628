"""What the security tests of the whole site share: a small world, its people, the tables."""
