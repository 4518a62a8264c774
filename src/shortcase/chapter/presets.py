"""The settings that every dial has, in their order."""

PRESETS = (
    "the article's numbers",
    "our central",
    "most favourable to the article",
    "least favourable",
)
OURS = PRESETS[1]
