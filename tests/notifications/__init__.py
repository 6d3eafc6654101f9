"""What we say: every letter, its bytes, and how it leaves."""
