"""What both plugins do at MkDocs' events. The work is done once, by whichever comes first."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext

from plainfact.checks import rule_problems
from plainfact.extensions.fill import has_tags
from plainfact.plugins.content_security import HEADERS, ContentSecurity, join, problems
from plainfact.plugins.data_files import is_data_file
from plainfact.plugins.fallback import english_marked
from plainfact.plugins.front_matter import inert, page_words, site_words, with_script_words
from plainfact.plugins.preview import mark, not_indexed, prepare, preview_wanted, styles
from plainfact.plugins.reporting import log_findings
from plainfact.plugins.search_box import SEARCH_NEEDS, build_search, wear_search
from plainfact.plugins.tables import boxed
from plainfact.site.linked import endless
from plainfact.site.outputs import structured_data, write_data_files
from plainfact.site.session import Session

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from plainfact.changes import Preview

log = logging.getLogger("mkdocs.plugins.plainfact")


class Options(base.Config):  # type: ignore[no-untyped-call]
    """The options of docs/owners.md; their defaults are the extensions'."""

    content = c.Optional(c.Type(str))
    include = c.Optional(c.ListOfItems(c.Type(str)))
    exclude = c.Optional(c.ListOfItems(c.Type(str)))
    first = c.Optional(c.Choice(("page", "section")))
    glossary_page = c.Optional(c.Type(str))
    sources_page = c.Optional(c.Type(str))
    facts_page = c.Optional(c.Type(str))
    html = c.Optional(c.Choice(("trusted", "safe")))
    quotations = c.Optional(c.Type(bool))
    folded = c.Optional(c.Type(bool))
    language = c.Optional(c.Type(str))
    rules = c.Type(dict, default={})
    look = c.Type(bool, default=False)
    content_security_policy = c.Optional(c.Type((bool, dict)))
    search = c.Optional(c.Type(bool))


class PlainfactPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """The events of both plugins. `extension` names the Markdown extension behind each."""

    extension: ClassVar[str]
    session: Session | None = None
    leads: bool = False
    files: Files | None = None
    preview: Preview | None = None
    serving: bool = False
    security: ContentSecurity | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """While a site is served for its author, MkDocs adds a script after all plugins."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the data files, and hand an extension to Markdown."""
        if problems := rule_problems(self.config.rules):
            raise PluginError("plainfact: 'rules' in mkdocs.yml: " + "; ".join(problems))
        others = [
            plugin
            for plugin in config.plugins.values()
            if isinstance(plugin, PlainfactPlugin) and plugin is not self and plugin.session
        ]
        shared = [p.session for p in others if p.session and p.session.config is config]
        self.leads = not shared
        self.session = shared[0] if shared else Session.of(config)
        self.session.rules = {**self.session.rules, **self.config.rules}
        if self.config.look and self.config.folded is None:
            self.config.folded = True
        self.session.add(self.extension, self.config)
        if self.config.look:
            self.session.look = True
            wear_look(config)
        if self.config.search is not None or self.config.look:
            self.session.search = wear_search(config, wanted=self.config.search)
        already = any(each.security for each in others if each.session is self.session)
        self.security = None if already else self._security()
        self.preview = preview_wanted() if self.leads else None
        if self.preview:
            prepare(config, self.preview)
        return config

    def _security(self) -> ContentSecurity | None:
        """The policy of this build, where this plugin's options ask for one."""
        option = self.config.content_security_policy
        if wrong := problems(option):
            raise PluginError(
                "plainfact: 'content_security_policy' in mkdocs.yml: " + "; ".join(wrong)
            )
        wanted = self.config.look if option is None else option is not False
        if not wanted or self.serving or self.session is None:
            return None
        more = option if isinstance(option, dict) else {}
        needed = SEARCH_NEEDS if self.session.search else {}
        return ContentSecurity(
            join(needed, {name: tuple(sources) for name, sources in more.items()})
        )

    @property
    def at_work(self) -> Session | None:
        """The session, for the plugin that does the work of both."""
        return self.session if self.leads else None

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """MkDocs is about to walk through the docs folder."""
        session = self.at_work
        if session and session.is_safe and (why := endless(config.docs_dir)):
            raise PluginError(f"plainfact: {config.docs_dir}: {why}; delete the link")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Data files are never published as they are."""
        if session := self.at_work:
            session.pages.receive(files)
            contents = [session.content(each) for each in session.extensions.values()]
            for file in list(files):
                if is_data_file(file, contents) and session.takes_part(file.src_uri):
                    log.info("'%s' is a data file, and is not published", file.src_uri)
                    files.remove(file)
        if self.preview:
            files.append(styles(config))
        return files

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """A page's description is its summary in plain words."""
        session = self.at_work
        if session is None or not session.takes_part(page.file.src_uri):
            return
        session.pages.keep(page.file)
        if session.is_safe:
            page.meta = inert(session.pages.fitting(page.file))
        if summary := page.meta.get("summary"):
            found = session.pages.summary(page.file.src_uri, str(summary))
            page.meta["summary_text"] = found.text
            # Themes print a description as it is.
            page.meta.setdefault("description", escape(found.text))

    # After others have rendered what they render there, before search reads pages.
    @event_priority(-50)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are known: fill in what needs them all, and report."""
        if session := self.at_work:
            self.files = files
            session.finish(files)
            session.tags_page = next(
                (
                    file.src_uri
                    for file in files.documentation_pages()
                    if file.page and has_tags(file.page.content or "")
                ),
                "",
            )
            for file in files.documentation_pages():
                page = file.page
                if page is None or page.content is None:
                    continue
                if page.content and session.takes_part(file.src_uri):
                    page.content = session.fill(page.content, file, files)
                if self.preview:
                    page.content = mark(page.content, file, files, self.preview, session.language)
            log_findings(session.findings, session.project)
            session.let_go()

    def on_build_error(self, error: Exception) -> None:
        """A page on which Python-Markdown gives up is said in plain words, once."""
        if isinstance(error, RecursionError) and self.leads:
            raise Abort(
                "plainfact: the page named above nests emphasis, links or HTML too deep to be "
                "converted. Close what is opened there, or nest less."
            ) from None

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """What our templates print: dates and words in the site's language."""
        session = self.at_work
        if session and session.look and self.files is not None:
            link = session.linker(page.file, self.files)
            words = page_words(session, page.file.src_uri, lambda other: link(other, ""))
            words["short_contents"] = has_many_headings(page.toc)
            context["plainfact"] = words  # type: ignore[typeddict-unknown-key]
            page.content = boxed(page.content or "")
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for pages that have no Markdown, such as 404.html."""
        if (session := self.at_work) and session.look:
            context["plainfact"] = site_words(session)  # type: ignore[typeddict-unknown-key]
        return context

    def _add_data(self, output: str, *, page: Page, config: MkDocsConfig) -> str | None:
        """Structured data goes into the head; what our scripts say, into the page."""
        session = self.at_work
        if session is None:
            return None
        if session.look:
            output = english_marked(output, session.language)
            output = with_script_words(output, session.language)
        if self.preview:
            output = not_indexed(output)
        if not session.takes_part(page.file.src_uri):
            return output
        script = structured_data(session, page.file.src_uri, output)
        return output.replace("</head>", f"{script}</head>", 1) if script else output

    # After all others, since the policy is about the finished page.
    @event_priority(-100)
    def _secure(self, output: str, *, page: Page, config: MkDocsConfig) -> str | None:
        """The page's policy, by hashes of what is in it."""
        if self.security is None or self.session is None:
            return None
        return self.security.page(output, page.content if self.session.is_safe else None)

    on_post_page = CombinedEvent(_add_data, _secure)

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str | None:
        """Pages that have no Markdown, such as 404.html."""
        if not template_name.endswith(".html"):
            return None
        if (session := self.at_work) and session.look:
            output_content = english_marked(output_content, session.language)
            output_content = with_script_words(output_content, session.language)
        if self.preview:
            output_content = not_indexed(output_content)
        return self.security.page(output_content) if self.security else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The data files, for programs."""
        if session := self.at_work:
            write_data_files(session, Path(config.site_dir))
            if session.search and self.files is not None:
                build_search(session, self.files, Path(config.site_dir))
            if not config.site_url:
                log.info("no site_url in mkdocs.yml: no feed, and no absolute addresses in data")
        if self.security:
            target = Path(config.site_dir, HEADERS)
            if target.exists():
                log.info("'%s' is the site's own, and stays as it is", HEADERS)
            else:
                target.write_text(self.security.headers(config.site_url or ""), encoding="utf-8")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
        """Build again when a data file changes."""
        if session := self.at_work:
            for content in dict.fromkeys(session.loaded):
                if content.is_dir():
                    server.watch(str(content))
                elif content.parent.is_dir():
                    log.info("there is no folder %s yet: restart once it is there", content)


def has_many_headings(toc: Iterable[AnchorLink]) -> bool:
    """Whether a page's table of contents is longer than a reader can look over: listings of
    records have a heading for each."""
    return sum(1 + len(part.children) for top in toc for part in (top, *top.children)) > 60


def wear_look(config: MkDocsConfig) -> None:
    """Our templates in front of the theme's, behind the site's own. They extend Material's."""
    if config.theme.name != "material":
        raise PluginError("plainfact: the option 'look' needs 'theme: material' in mkdocs.yml")
    folder = str(Path(__file__).resolve().parent.parent / "theme")
    if folder in config.theme.dirs:
        return
    custom = config.theme.custom_dir
    at = 1 if custom and config.theme.dirs and config.theme.dirs[0] == custom else 0
    config.theme.dirs.insert(at, folder)
    # In front, so that what the site adds itself has the last word.
    config.extra_css.insert(0, "assets/plainfact.css")
    config.extra_javascript[:0] = ["assets/plainfact.js", "assets/plainfact-notes.js"]
