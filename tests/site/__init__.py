"""Tests of the site's own pages."""
