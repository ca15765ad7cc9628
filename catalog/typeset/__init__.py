"""Turns words and pictures into PDF; knows no feature."""
