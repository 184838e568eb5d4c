"""What built pages may load and run: the policy in each page and in `_headers`."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from minisite import DATA, PAGES, build, soup, write

LOOK = """\
site_name: Small
site_url: https://example.org/below/
theme:
  name: material
  font: false
plugins:
  - search
  - plainfact/sources:
      look: true
      html: safe
OPTION  - plainfact/glossary:
      html: safe
hooks: [hook.py]
markdown_extensions: [tables]
"""
TABLE = "\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n![A picture](https://pictures.example.org/a.png)\n"
INJECTED = "alert('from content')"
# Something got past the sanitiser: another plugin writes into the article, as authors might.
HOOK = f"""
def on_page_content(html, page, config, files):
    if page.file.src_uri == "deep/er/page.md":
        return html + "<script>{INJECTED}</script>"
    return html

def on_post_page(output, page, config):
    return output.replace("</body>", "<script>window.late = 1</script></body>")
"""


def built(folder: Path, option: str = "", **more: str) -> Path:
    files = {
        **DATA,
        **PAGES,
        "docs/table.md": f"# Table\n{TABLE}",
        "mkdocs.yml": LOOK.replace("OPTION", option),
        "hook.py": HOOK,
        **more,
    }
    return build(write(folder, files), strict=True)


def policy(file: Path) -> dict[str, list[str]]:
    """The policy of a page, by directive."""
    [meta] = soup(file).select('meta[http-equiv="Content-Security-Policy"]')
    assert len(file.read_bytes().split(b'charset="utf-8"')[0]) < 1024
    return parsed(str(meta["content"]))


def parsed(text: str) -> dict[str, list[str]]:
    parts = [directive.split() for directive in text.split(";")]
    return {name: sources for name, *sources in parts}


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("csp"))


def test_every_page_allows_its_own_scripts_and_no_others(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert site / "404.html" in pages
    for page in pages:
        found = policy(page)
        assert found["default-src"] == ["'none'"]
        assert "'unsafe-inline'" not in page.read_text().partition("</head>")[0]
        run_scripts = {
            sha256(str(script.string))
            for script in soup(page).select("script:not([src]):not([type])")
            if script.string != INJECTED
        }
        # WebAssembly is for our search, where Pagefind is installed.
        allowed = set(found["script-src"]) - {"'wasm-unsafe-eval'"}
        assert allowed == {"'self'", *run_scripts}, page


def test_a_script_in_the_article_of_an_untrusted_author_is_not_allowed(site: Path) -> None:
    page = site / "deep/er/page/index.html"
    assert INJECTED in page.read_text()
    assert sha256(INJECTED) not in policy(page)["script-src"]
    assert sha256("window.late = 1") in policy(page)["script-src"], "the owner's is"


def test_an_untrusted_author_cannot_call_another_host(site: Path) -> None:
    assert policy(site / "table/index.html")["img-src"] == ["'self'", "data:"]


def test_style_attributes_are_allowed_by_hash(site: Path) -> None:
    found = policy(site / "table/index.html")["style-src-attr"]
    assert found == ["'unsafe-hashes'", sha256("text-align:right")]
    assert "style-src-attr" not in policy(site / "index.html")


def test_headers_allow_what_all_pages_need(site: Path) -> None:
    lines = (site / "_headers").read_text().splitlines()
    assert lines[0] == "/below/*"
    value = lines[1].removeprefix("  Content-Security-Policy: ")
    headers = parsed(value)
    assert headers["frame-ancestors"] == ["'self'"]
    for page in site.rglob("*.html"):
        for directive, sources in policy(page).items():
            assert set(sources) <= set(headers[directive]), (page, directive)


def test_the_owner_may_allow_more(tmp_path: Path) -> None:
    option = "      content_security_policy: {img-src: [https://pictures.example.org]}\n"
    page = built(tmp_path, option) / "table/index.html"
    assert "https://pictures.example.org" in policy(page)["img-src"]


def test_it_can_be_switched_off_and_the_sites_own_headers_stay(tmp_path: Path) -> None:
    off = built(tmp_path / "off", "      content_security_policy: false\n")
    assert "Content-Security-Policy" not in (off / "index.html").read_text()
    assert not (off / "_headers").exists()
    own = built(tmp_path / "own", **{"docs/_headers": "/*\n  X-Own: yes\n"})
    assert (own / "_headers").read_text() == "/*\n  X-Own: yes\n"


def test_without_the_look_it_is_off_until_asked_for(tmp_path: Path) -> None:
    plain = "site_name: S\nplugins:\n  - plainfact/sourcesOPTION\n"
    script = "# Page\n\n<script>window.mine = 1</script>\n\n![x](https://example.org/x.png)\n"
    for name, option in (
        ("off", ""),
        ("on", ":\n      content_security_policy: true"),
    ):
        folder = write(
            tmp_path / name,
            {"docs/index.md": script, "mkdocs.yml": plain.replace("OPTION", option)},
        )
        build(folder)
    assert "Content-Security" not in (tmp_path / "off/site/index.html").read_text()
    found = policy(tmp_path / "on/site/index.html")
    assert sha256("window.mine = 1") in found["script-src"], "these authors are trusted"
    assert "https://example.org" in found["img-src"]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("{'IMG src': ['x']}", "'IMG src' is no directive"),
        ("{img-src: https://example.org}", "'img-src' wants a list"),
        ("{img-src: ['a; script-src *']}", "'img-src' wants a list"),
    ],
)
def test_a_faulty_option_stops_the_build(tmp_path: Path, option: str, message: str) -> None:
    yml = (
        f"site_name: S\nplugins:\n  - plainfact/sources:\n      content_security_policy: {option}\n"
    )
    folder = write(tmp_path, {"docs/index.md": "# P\n", "mkdocs.yml": yml})
    config = load_config(str(folder / "mkdocs.yml"))
    with pytest.raises(PluginError, match=re.escape(message)):
        config.plugins.on_config(config)
