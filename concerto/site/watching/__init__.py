"""What somebody who runs Concerto wants to watch: a line per request, and numbers for Prometheus."""
