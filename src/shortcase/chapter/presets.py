"""The settings that a dial can have, in their order."""

ARTICLE = "the article's numbers"
VIEW = "the article's view, our numbers"  # where it argues for a setting and gives no number
OURS = "our estimate"
ENDS = ("best case for the article", "worst case for the article")
PRESETS = (ARTICLE, VIEW, OURS, *ENDS)
ALLOWED = ((ARTICLE, OURS, *ENDS), (VIEW, OURS, *ENDS), (OURS, *ENDS))  # the presets of one dial
