"""What the notebooks of The Short Case, Recomputed share: data, formulas, results, claims and figures."""

from .chapter import Chapter, open_chapter
from .dials import Dial, Slider

__all__ = ["Chapter", "Dial", "Slider", "open_chapter"]
