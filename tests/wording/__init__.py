"""Tests of English texts and the glossary."""
