"""What if: the book as one graph from rows to verdicts, and what moves in it when an input is
another."""
