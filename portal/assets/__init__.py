"""The design system, vendored: how its files were fetched and cut."""
