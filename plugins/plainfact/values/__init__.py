"""Numbers, ranges and dates: printed in the reader's language, read from a writer's words."""

from plainfact.values.comparing import claim_mismatch, mismatch
from plainfact.values.dates import written_date
from plainfact.values.disagreement import disagreements, rivals
from plainfact.values.printing import format_date, format_value, locale_of, with_region
from plainfact.values.reading import Quantity, read_quantities
from plainfact.values.words import may_count

__all__ = [
    "Quantity",
    "claim_mismatch",
    "disagreements",
    "format_date",
    "format_value",
    "locale_of",
    "may_count",
    "mismatch",
    "read_quantities",
    "rivals",
    "with_region",
    "written_date",
]
