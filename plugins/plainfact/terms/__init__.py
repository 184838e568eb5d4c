"""Labels of terms, their forms, and where they occur: text in, spans out."""

from plainfact.terms.ambiguity import ambiguous, limits_allow
from plainfact.terms.folding import Folded, fold, plain
from plainfact.terms.forms import Form, forms
from plainfact.terms.matcher import Matcher, Span, leftmost_longest

__all__ = [
    "Folded",
    "Form",
    "Matcher",
    "Span",
    "ambiguous",
    "fold",
    "forms",
    "leftmost_longest",
    "limits_allow",
    "plain",
]
