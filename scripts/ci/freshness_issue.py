"""Keep one issue up to date with what has gone stale.

    python3 scripts/ci/freshness_issue.py FILE

FILE is Markdown from `scripts/ci/freshness`, and data: it is bounded, and calls nobody. Where
it is empty the issue is closed; with something in it, it is opened or opened again. Standard
library only.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from github import Api, ApiError
from markers import LARGEST, harmless

MARKER = "<!-- plainfact:freshness -->"
TITLE = "Sources and facts to look at again"
BOT = "github-actions[bot]"
HEAD = (
    f"{MARKER}\nWhat the weekly look found. This text is replaced each time; the issue is closed "
    "by itself once there is nothing left.\n\n"
)


def main() -> int:
    """Run it; returns the exit code."""
    if len(sys.argv) != 2:
        print("usage: freshness_issue.py FILE", file=sys.stderr)
        return 2
    try:
        found = Path(sys.argv[1]).read_text("utf-8", "replace")
        print(update(Api.of_environment(), found))
    except (ApiError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def update(api: Api, found: str) -> str:
    """Write, open or close the issue; what was done."""
    ours = issue_of(api)
    if not found.strip():
        if ours is None or ours["state"] == "closed":
            return "nothing to look at"
        body = f"{HEAD}Nothing to look at.\n"
        api.send("PATCH", f"/issues/{int(ours['number'])}", {"body": body, "state": "closed"})
        return f"issue {int(ours['number'])} closed"
    body = HEAD + harmless(found, LARGEST - len(HEAD))
    if ours is None:
        made = api.send("POST", "/issues", {"title": TITLE, "body": body})
        return f"issue {int(made['number'])} opened"
    if ours["body"] != body or ours["state"] != "open":
        api.send("PATCH", f"/issues/{int(ours['number'])}", {"body": body, "state": "open"})
    return f"issue {int(ours['number'])} brought up to date"


def issue_of(api: Api) -> Any:
    """Our issue, open or closed; nobody else's, even with the marker in it."""
    for each in api.all("/issues", state="all", creator=BOT, sort="created", direction="asc"):
        user = each.get("user") or {}
        is_ours = user.get("login") == BOT and str(each.get("body") or "").startswith(MARKER)
        if is_ours and "pull_request" not in each:
            return each
    return None


if __name__ == "__main__":
    sys.exit(main())
