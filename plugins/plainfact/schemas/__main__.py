"""Writes the schemas next to the code: run it after a change in `fields`."""

from __future__ import annotations

import json
from pathlib import Path

from plainfact.schemas import kinds, schema

for kind in kinds():
    text = json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
    Path(__file__).with_name(f"{kind}.schema.json").write_text(text, encoding="utf-8")
