"""What the conversion of every page of a site depends on, beside the page: as one digest.

None wherever that cannot be told for sure. Extensions of Markdown can read files or ask the
clock, so only those of Python-Markdown and PyMdown that do not are known here; a site that
uses others has its pages converted each time.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown

from plainfact.extensions.base import PlainfactExtension
from plainfact.site.acted_on import page_templates
from plainfact.store import digest

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

    from plainfact.site.session import Session

# All of Python-Markdown's own, and of PyMdown those whose output hangs on the text alone.
# Not among them: b64 and snippets (files), pathconverter, blocks.
_KNOWN = frozenset(
    f"pymdownx.{name}"
    for name in (
        *("arithmatex", "betterem", "caret", "critic", "details", "emoji", "escapeall", "extra"),
        *("highlight", "inlinehilite", "keys", "magiclink", "mark", "progressbar", "saneheaders"),
        *("smartsymbols", "striphtml", "superfences", "tabbed", "tasklist", "tilde"),
    )
)
_PACKAGES = (
    *("Markdown", "pymdown-extensions", "mkdocs", "mkdocs-material", "Pygments", "PyYAML"),
    *("ahocorasick-rs", "babel", "nh3", "rapidfuzz", "regex", "ruamel.yaml"),
)


class _Unknown(Exception):
    """Something that may be different tomorrow."""


def fingerprint(session: Session, files: Files) -> str | None:
    """The digest for a site; None where its pages may hang on what nobody knows."""
    config = session.config
    try:
        extensions = [_extension(each, config.mdx_configs or {}) for each in _listed(config)]
    except Exception:  # an extension that cannot be made is the conversion's business
        return None
    return digest(
        *extensions,
        *(f"{name} {_version(name)}" for name in _PACKAGES),
        *(loaded.digest for loaded in session.loaded.values()),
        str(session.project),
        str(config.docs_dir),
        str(config.use_directory_urls),
        *sorted(file.src_uri for file in files),
        _own_theme(config.theme),
    )


def _own_theme(theme: Any) -> str:
    """The templates and icons of the site's own that front matter can name."""
    icons = Path(theme.custom_dir, ".icons").rglob("*.svg") if theme.custom_dir else ()
    return _described([page_templates(theme), sorted(icon.as_posix() for icon in icons)])


def _listed(config: Any) -> list[Any]:
    return list(config.markdown_extensions)


def _extension(listed: Any, configs: Mapping[str, Any]) -> str:
    if isinstance(listed, PlainfactExtension):
        return _described([type(listed).__name__, listed.getConfigs()])
    if not isinstance(listed, str):
        raise _Unknown(listed)
    options = configs.get(listed) or {}
    module = type(markdown.Markdown().build_extension(listed, dict(options))).__module__
    if not module.startswith("markdown.extensions.") and module not in _KNOWN:
        raise _Unknown(module)
    if module == "pymdownx.emoji" and options.get("options"):
        raise _Unknown("icons of the site's own")
    return _described([module, options])


def _described(value: Any) -> str:
    """A value of a configuration in words that are the same in every process."""
    if value is None or isinstance(value, (str, int, float)):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_described(k)}: {_described(v)}' for k, v in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_described, value))}]"
    if isinstance(value, functools.partial):
        return f"partial {_described([value.func, value.args, value.keywords])}"
    if inspect.isfunction(value):
        top = value.__module__.partition(".")[0]
        if top in ("markdown", "pymdownx", "material") and value.__closure__ is None:
            return f"{value.__module__}.{value.__qualname__}"
    raise _Unknown(value)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
