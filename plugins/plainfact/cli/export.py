"""`plainfact export`: what a generator without our plugins leaves undone in a built site."""

from __future__ import annotations

import os
from pathlib import Path

import click

from plainfact.cli.frame import config_option, site_of
from plainfact.report import visible
from plainfact.site import Site
from plainfact.site.outputs import structured_data, write_data_files

HEAD_END = "</head>"


@click.command()
@config_option
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(config_file: Path | None, folder: Path) -> None:
    """Write the data files into DIR, and complete the pages that were built there.

    A page is completed with what needs all pages ('used on', 'cited by', the list of pages)
    and with its structured data. One that is complete stays as it is.

    \b
    Example:
      zensical build && plainfact export site
    """
    site = site_of(config_file)
    for name in write_data_files(site.session, folder):
        click.echo(visible(f"wrote {(folder / name).as_posix()}"))
    for path in complete_pages(site, folder):
        click.echo(visible(f"completed {path.as_posix()}"))


def complete_pages(site: Site, folder: Path) -> tuple[Path, ...]:
    """Complete the pages of a built site; returns those that were changed."""
    changed = []
    for file in site.files.documentation_pages():
        path = folder / file.dest_uri
        if not site.session.takes_part(file.src_uri) or not path.is_file():
            continue
        html = path.read_bytes().decode("utf-8", errors="surrogateescape")
        done = _with_data(
            site.session.fill(html, file, site.files),
            structured_data(site.session, file.src_uri, html),
        )
        if done != html:
            _replace(path, done.encode("utf-8", errors="surrogateescape"))
            changed.append(path)
    return tuple(changed)


def _with_data(html: str, script: str) -> str:
    """The page with its structured data at the end of its head, once."""
    if not script or script in html:
        return html
    return html.replace(HEAD_END, script + HEAD_END, 1)


def _replace(path: Path, data: bytes) -> None:
    """A new file in an old one's place, at once or not at all."""
    new = path.with_name(f".{path.name}.plainfact")
    try:
        new.write_bytes(data)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
