"""Our search box in Material's place: on when the look is worn and Pagefind is installed."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from plainfact.site.session import Session

log = logging.getLogger("mkdocs.plugins.plainfact")
SEARCH_NEEDS = {"script-src": ("'wasm-unsafe-eval'",)}
"""What a Content-Security-Policy has to allow besides the site's own files: WebAssembly."""
MATERIAL_SEARCH, MATERIAL_OFFLINE = "material/search", "material/offline"


def wear_search(config: MkDocsConfig, *, wanted: bool | None) -> bool:
    """Put our box in front of Material's; whether it is there.

    Unless it is asked for, Material's own stays where Pagefind is not installed, and on a
    site that is built to be opened from a folder (the plugin `offline`): a browser loads
    no WebAssembly from there.
    """
    if wanted is False:
        return False
    from plainfact.search import executable  # only here: most sites have another search

    missing = (
        "'theme: material' in mkdocs.yml"
        if config.theme.name != "material"
        else "the plugin 'search' in mkdocs.yml, in whose place it stands"
        if MATERIAL_SEARCH not in config.plugins
        else "Pagefind: pip install 'plainfact[search]'"
        if executable() is None
        else ""
    )
    if missing and wanted:
        raise PluginError(f"plainfact: the option 'search' needs {missing}")
    if missing or (wanted is None and MATERIAL_OFFLINE in config.plugins):
        return False
    folder = str(Path(__file__).resolve().parent.parent / "search_theme")
    if folder not in config.theme.dirs:
        custom = config.theme.custom_dir
        first = bool(custom and config.theme.dirs and config.theme.dirs[0] == custom)
        config.theme.dirs.insert(int(first), folder)
    return True


def build_search(session: Session, files: Files, folder: Path) -> None:
    """Write the search's files. Where Pagefind fails, names are found, and nothing else."""
    from plainfact.search import PagefindError
    from plainfact.site.searching import write_search

    try:
        write_search(session, files, folder)
    except PagefindError as error:
        log.warning("%s", error)
