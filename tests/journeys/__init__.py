"""Whole ways through the house, as a person goes them."""
