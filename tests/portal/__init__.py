"""The front door: real pages from a real server, in a real browser."""
