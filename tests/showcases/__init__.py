"""Tests of showcases."""
