"""What can be typed: names, arguments, help. Each command imports its body when it runs."""
