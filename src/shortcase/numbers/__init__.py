"""Numbers as the report uses them: units, intervals and draws, and what a formula may do with
them."""
