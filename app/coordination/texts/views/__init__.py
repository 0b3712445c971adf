"""Pages of the policy, of its words, and of what a case's texts are going to be."""

from . import coming, policy, words
from .blueprint import bp

__all__ = ["bp", "coming", "policy", "words"]
