"""The book as a whole: records gathered from stored outputs, numbers in prose, what was published,
and the checks."""
