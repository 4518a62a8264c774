"""What a notebook works with: its session, and the makers of results, dials, claims and figures."""
