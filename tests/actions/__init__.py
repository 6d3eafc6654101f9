"""Acts, tried on real databases."""
