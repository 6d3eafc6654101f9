"""The pages, one module a subject. Each has a router `pages` that `portal.app` gathers."""
