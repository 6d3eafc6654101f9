"""THE FRONT DOOR: pages for districts, chiefs, the office, the state police and operators."""
