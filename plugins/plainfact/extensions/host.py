"""Which page is being converted? The one file that knows how each generator tells us.

MkDocs and ProperDocs register a treeprocessor `relpath` on every Markdown instance, which
carries the page's file and the list of all files. Zensical registers a preprocessor
`rendering_context`, which carries the page and the configuration. Without a host (plain
`markdown.markdown(...)`) there is no page, no front matter and no other page.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath, PurePosixPath
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown

from plainfact.model import Page
from plainfact.values import written_date

_NONE: Mapping[str, Any] = MappingProxyType({})
_ANCHORS = ("mkdocs_extract_anchors", "properdocs_extract_anchors")


@dataclass(frozen=True, slots=True)
class CurrentPage:
    """The page under conversion: what it is, its front matter, and which pages exist.

    `exists` takes a path relative to docs_dir; it is always false without a host. `folders`
    are those that hold pages, at any depth; none where the host does not list its pages.
    """

    page: Page
    meta: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    exists: Callable[[str], bool] = lambda _path: False
    folders: Callable[[], frozenset[str]] = frozenset

    def link(self, path: str, fragment: str = "") -> str:
        """A relative link to a page (by its path in docs_dir), for the host to resolve."""
        anchor = f"#{fragment}" if fragment else ""
        if path == self.page.path:
            return anchor or posixpath.basename(path)
        folder = posixpath.dirname(self.page.path)
        if "/" not in path and path[:1] != ".":  # most often; `relpath` takes long
            return "../" * (folder.count("/") + 1 if folder else 0) + path + anchor
        return posixpath.relpath(path, folder or ".") + anchor


def current_path(md: Markdown) -> str:
    """The path of the page that this instance is converting, in docs_dir: all that most ask."""
    if "rendering_context" not in md.preprocessors and "relpath" in md.treeprocessors:
        file = getattr(md.treeprocessors["relpath"], "file", None)
        if file is not None:
            return str(file.src_uri)
    return current_page(md).page.path


def current_page(md: Markdown) -> CurrentPage:
    """The page that this instance is converting, as far as its host says."""
    if "rendering_context" in md.preprocessors:
        return _of_zensical(md.preprocessors["rendering_context"])
    if "relpath" not in md.treeprocessors:
        return CurrentPage(Page(path=""))
    host = md.treeprocessors["relpath"]
    file = getattr(host, "file", None)
    files = getattr(host, "files", None)
    if file is None or files is None:
        return CurrentPage(Page(path=""))
    meta = getattr(file.page, "meta", None)
    return _of_mkdocs(
        _Same(host), _Same(file), _Same(files), _Same(_NONE if meta is None else meta)
    )


class _Same:
    """An object as a key: equal to nothing but itself."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=2)  # asked a dozen times for each page
def _of_mkdocs(host: _Same, file: _Same, files: _Same, meta: _Same) -> CurrentPage:
    return CurrentPage(
        page=page_of(file.value, meta.value, getattr(host.value, "config", None)),
        meta=MappingProxyType(meta.value),
        exists=lambda path: files.value.get_file_from_path(path) is not None,
        folders=lambda: _folders(each.src_uri for each in files.value.documentation_pages()),
    )


def _folders(paths: Iterable[str]) -> frozenset[str]:
    parents = (PurePosixPath(path).parents for path in paths)
    return frozenset(str(each) for above in parents for each in above) - {"."}


def _of_zensical(context: Any) -> CurrentPage:
    """What Zensical's rendering context says; its paths are relative to docs_dir."""
    page, config = getattr(context, "page", None), getattr(context, "config", None) or {}
    if page is None:
        return CurrentPage(Page(path=""))
    docs = PurePath(str(config.get("docs_dir") or "docs"))
    path = PurePath(page.path).as_posix()
    meta = dict(page.meta or {})
    return CurrentPage(
        page=_described(path, str(page.url), (docs / path).as_posix(), meta),
        meta=MappingProxyType(meta),
        exists=lambda other: os.path.isfile(docs / other),
    )


def page_of(file: Any, meta: Mapping[str, Any], config: Any = None) -> Page:
    """What MkDocs' file and front matter say of a page; `config` is MkDocs' configuration."""
    return _described(file.src_uri, file.url, _project_path(file, config), meta)


def _described(path: str, url: str, file: str, meta: Mapping[str, Any]) -> Page:
    """A page with what its front matter says; whatever that holds, texts come out, and dates
    that the calendar has."""

    if not meta:
        return Page(path=path, url=url, file=file)

    def words(key: str) -> tuple[str, ...]:
        value = meta.get(key) or ()
        if isinstance(value, (list, tuple)):
            return tuple(str(word) for word in value)
        return (str(value),)

    def date(key: str) -> str:
        value = meta.get(key)
        return str(written_date(str(value)) or "") if value else ""

    return Page(
        path=path,
        url=url,
        title=str(meta.get("title") or ""),
        file=file,
        summary=str(meta.get("summary") or ""),
        authors=words("authors"),
        published=date("published"),
        updated=date("updated"),
        tags=words("tags"),
        language=str(meta.get("language") or meta.get("lang") or ""),
    )


def _project_path(file: Any, config: Any) -> str:
    """A page's file relative to the folder of mkdocs.yml, with forward slashes."""
    source = getattr(file, "abs_src_path", None)
    config_file = getattr(config, "config_file_path", None)
    if not source and (docs := getattr(config, "docs_dir", None)):
        inside = os.path.join(docs, file.src_uri)  # its content was replaced in memory
        source = inside if os.path.isfile(inside) else None
    if not (source and config_file):
        return str(file.src_uri)
    project = _folder_of(str(config_file), os.getcwd())
    if source.startswith(project) and ".." not in source:  # asked for every page, many times
        return str(source[len(project) :].replace(os.sep, "/"))
    try:
        return PurePath(os.path.relpath(source, project)).as_posix()
    except ValueError:  # another drive of Windows
        return str(file.src_uri)


@lru_cache(maxsize=4)
def _folder_of(config_file: str, working_directory: str) -> str:
    """The folder of mkdocs.yml, with a slash behind it. `mkdocs build -f mkdocs.yml` hands the
    path on as it was given."""
    absolute = os.path.normpath(os.path.join(working_directory, config_file))
    return os.path.join(os.path.dirname(absolute), "")


def announce_places(md: Markdown, root: Element) -> None:
    """Let the host look once more for places that links may lead to.

    MkDocs and ProperDocs note ids at priority 5, beside the table of contents; what is added
    later, links to it would be reported as dead.
    """
    for name in _ANCHORS:
        if name in md.treeprocessors:
            md.treeprocessors[name].run(root)


def announce_ids(md: Markdown, ids: Iterable[str]) -> None:
    """Tell the host of ids that the page will have, though no element of its tree has them."""
    for name in _ANCHORS:
        if name in md.treeprocessors:
            known = getattr(md.treeprocessors[name], "present_anchor_ids", None)
            if isinstance(known, set):
                known.update(ids)


def resolved(md: Markdown, address: str) -> str:
    """A relative link to a page as the host would write it; it notes where that leads, too."""
    if "relpath" not in md.treeprocessors:
        return address
    link = Element("a", {"href": address})
    md.treeprocessors["relpath"].run(link)
    return link.get("href", address)
