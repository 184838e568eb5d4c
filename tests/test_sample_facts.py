"""Facts of the sample site whose value, date and standing must not get lost.

Thirty, of every kind there is: figures with one side or two, dates, texts, forecasts, what
another party contradicts, what was superseded, and what was known only by its month or year.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plainfact.loader import load
from plainfact.model import Knowledge
from plainfact.values import format_date, format_value

ROOT = Path(__file__).parent.parent

# id, value as printed, as of, when, status, sources, the fact that supersedes it
FACTS = [
    ("soldiers-sent-nis-2024-10-18", "about 1,500 soldiers", "18 October 2024",
     "8 to 13 October 2024", "reported", 1, "soldiers-sent-nis-2024-10-23"),
    ("storm-corps-rumour-2024-10-23", "", "23 October 2024", "", "reported", 1, ""),
    ("msmt-topic-2025-05", "", "May 2025", "", "confirmed", 1, ""),
    ("panel-since-2009", "2009", "17 October 2024", "from 2009", "confirmed", 1, ""),
    ("treaty-article-4", "", "20 June 2024", "", "confirmed", 2, ""),
    ("treaty-protocol-2024-12-04", "", "4 December 2024", "", "confirmed", 2, ""),
    ("return-rok-2024-06-14", "", "14 June 2024", "", "reported", 1, ""),
    ("kursk-retaken-russia-2025-04-26", "", "26 April 2025", "", "disputed", 1, ""),
    ("memorial-dprk-2025-10", "", "October 2025", "", "confirmed", 1, ""),
    ("article-41-1718", "", "14 October 2006", "", "confirmed", 1, ""),
    ("treaty-1961-signed", "", "1961", "", "confirmed", 1, ""),
    ("veto-draft-2024-03-28", "30 April 2025", "28 March 2024", "", "confirmed", 1, ""),
    ("panel-last-report-2024-03-07", "615 pages", "7 March 2024", "", "confirmed", 1, ""),
    ("soldiers-sent-nis-2025-09-02", "at least 13,000 soldiers", "2 September 2025", "",
     "reported", 2, ""),
    ("kharkiv-launch-2024-04-25", "", "25 April 2024", "", "reported", 1, ""),
    ("missiles-fired-ukraine-2024-02-16", "at least 24 missiles", "16 February 2024", "",
     "reported", 1, "missiles-fired-ukraine-2024-03"),
    ("workers-2397", "24 months", "22 December 2017", "", "confirmed", 2, ""),
    ("contradictory-kremlin-2024-10-21", "", "21 October 2024", "", "confirmed", 1,
     "acknowledgement-russia-2025-04-26"),
    ("cargo-2270", "", "2 March 2016", "", "confirmed", 1, ""),
    ("soldiers-in-kursk-gur-2026-02-11", "at least 8,000 soldiers", "11 February 2026", "",
     "reported", 1, ""),
    ("msmt-meeting-2025-02-19", "19 February 2025", "19 February 2025", "", "confirmed", 1, ""),
    ("nis-founded-1961", "1961", "23 November 2026", "1961", "confirmed", 1, ""),
    ("msmt-report-pages-2025-05", "29 pages", "29 May 2025", "", "confirmed", 2, ""),
    ("containers-dia-2024-08-27", "at least 13,000 containers", "27 August 2024", "",
     "reported", 2, ""),
    ("federation-council-2024-11-06", "6 November 2024", "6 November 2024", "", "confirmed", 1,
     ""),
    ("casualties-ukraine-2024-12-29", "at least 3,000 casualties", "29 December 2024",
     "December 2024", "disputed", 1, ""),
    ("storm-corps-strength-asiae-2024-10-18", "40,000 to 80,000 soldiers", "18 October 2024", "",
     "reported", 1, ""),
    ("killed-nis-2025-01-13", "about 300 soldiers", "13 January 2025", "", "reported", 2,
     "killed-nis-2025-04-30"),
    ("arms-definition-sas", "", "23 November 2026", "", "confirmed", 1, ""),
    ("more-soldiers-nis-2025-06-26", "", "26 June 2025", "July to August 2025", "reported",
     1, "third-group-nis-2025-09-02"),
]  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    loaded = load(ROOT / "content", project=ROOT)
    assert loaded.findings == ()
    return loaded.knowledge


@pytest.mark.parametrize(("key", "value", "as_of", "when", "status", "sources", "successor"), FACTS)
def test_a_fact_keeps_all_it_says(
    knowledge: Knowledge,
    key: str,
    value: str,
    as_of: str,
    when: str,
    status: str,
    sources: int,
    successor: str,
) -> None:
    fact = knowledge.facts[key]
    printed = (
        format_value(fact.value, unit=fact.unit, approximate=fact.approximate)
        if fact.value is not None
        else ""
    )
    assert printed == value
    assert format_date(fact.as_of, "en") == as_of
    assert (format_date(fact.when, "en") if fact.when else "") == when
    assert fact.status.value == status
    assert len(fact.citations) == sources
    assert all(citation.source in knowledge.sources for citation in fact.citations)
    newer = knowledge.successor(fact)
    assert (newer.id if newer else "") == successor
