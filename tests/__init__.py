"""Tests mirror the rooms; `journeys/` holds the ways that cross them."""
