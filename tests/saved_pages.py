"""Pages of many shapes, made by hand after the markup of real ones, and what `cite` is to make
of each: a table. All hosts are placeholders."""

from __future__ import annotations

import gzip
import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfWriter

from webserver import Handler


@dataclass(frozen=True)
class Saved:
    """What a server sends, and what is to come of it.

    `right` are fields that must be so; `missing` fields that must not be there; `refused` a
    part of the message where there is to be no record; `warned` a part of a warning.
    """

    url: str
    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    right: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    refused: str = ""
    warned: str = ""
    slow: float = 0

    def answer(self, handler: Handler) -> None:
        if self.slow:
            time.sleep(self.slow)
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content_Type": "text/html; charset=utf-8", **self.headers}
        handler.say(self.status, body, **headers)


def page(head: str, body: str = "<p>Some words.</p>", lang: str = ' lang="en"') -> str:
    return f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>"


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def meta(**names: str) -> str:
    return "".join(f'<meta name="{n.replace("__", ".")}" content="{v}">' for n, v in names.items())


def og(**names: str) -> str:
    return "".join(
        f'<meta property="{n.replace("__", ":")}" content="{v}">' for n, v in names.items()
    )


def pdf(**info: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({f"/{name}": value for name, value in info.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Allies form team to watch sanctions",
    "datePublished": "2024-10-17T23:30:00-04:00",
    "dateModified": "2024-10-19T08:00:00Z",
    "author": {"@type": "Person", "name": "Thomas Maresca"},
    "publisher": {"@type": "Organization", "name": "Example Press"},
    "mainEntityOfPage": "http://www.press.example.org/2024/10/17/allies",
}

SAVED: dict[str, Saved] = {
    "news with JSON-LD": Saved(
        "http://www.press.example.org/a?utm_source=x",
        page(
            "<title>Allies form team - Example Press</title>"
            '<link rel="canonical" href="http://www.press.example.org/allies">' + ld(NEWS)
        ),
        right={
            "type": "article-newspaper",
            "title": "Allies form team to watch sanctions",
            "author": [{"family": "Maresca", "given": "Thomas"}],
            "container-title": "Example Press",
            "issued": "2024-10-17",
            "URL": "http://www.press.example.org/allies",
            "language": "en",
            "accessed": "2026-11-23",
        },
    ),
    "JSON-LD graph": Saved(
        "http://press.example.org/graph",
        page(
            ld(
                {
                    "@context": "https://schema.org",
                    "@graph": [
                        {"@type": "WebSite", "@id": "#site", "name": "The Example Times"},
                        {"@type": "Organization", "@id": "#org", "name": "Example Media Group"},
                        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
                        {"@type": "WebPage", "@id": "#page", "name": "Page name"},
                        {
                            "@type": ["NewsArticle"],
                            "headline": "Treaty signed",
                            "author": [{"@id": "#jane"}],
                            "publisher": {"@id": "#org"},
                            "isPartOf": [{"@id": "#page"}],
                            "datePublished": "2024-06-19",
                            "inLanguage": "en-GB",
                        },
                    ],
                }
            )
        ),
        right={
            "title": "Treaty signed",
            "author": [{"family": "Roe", "given": "Jane"}],
            "container-title": "Example Media Group",
            "issued": "2024-06-19",
            "language": "en-GB",
        },
    ),
    "one article among others": Saved(
        "http://press.example.org/among/",
        page(
            ld({**NEWS, "headline": "Another one", "url": "http://press.example.org/other"})
            + ld({**NEWS, "headline": "This one", "url": "https://www.press.example.org/among"})
        ),
        right={"title": "This one"},
    ),
    "a list of articles": Saved(
        "http://press.example.org/section",
        page(
            "<title>Asia</title>"
            + ld([{**NEWS, "headline": "One"}, {**NEWS, "headline": "Two"}])
            + ld({"@type": "ItemList", "itemListElement": [{**NEWS, "headline": "Three"}]})
        ),
        right={"title": "Asia", "type": "webpage"},
        missing=("author", "issued"),
    ),
    "several authors by reference": Saved(
        "http://press.example.org/two",
        page(
            ld(
                {
                    "@context": "https://schema.org",
                    "@graph": [
                        {"@type": "WebSite", "@id": "#site", "name": "The Example Times"},
                        {"@type": "Person", "@id": "#a", "name": "Jane Roe"},
                        {"@type": "Person", "@id": "#b", "name": "Ho-jin Kim"},
                        {"@type": "WebPage", "@id": "#page", "isPartOf": {"@id": "#site"}},
                        {
                            "@type": ["NewsArticle", "Article"],
                            "headline": "Two wrote this",
                            "author": [{"@id": "#a"}, {"@id": "#b"}],
                            "datePublished": "2024-10-17T01:00:00+00:00",
                            "isPartOf": {"@id": "#page"},
                            "inLanguage": "en-GB",
                        },
                    ],
                }
            )
        ),
        right={
            "title": "Two wrote this",
            "author": [{"family": "Roe", "given": "Jane"}, {"family": "Kim", "given": "Ho-jin"}],
            "container-title": "The Example Times",
            "issued": "2024-10-17",
            "language": "en-GB",
        },
    ),
    "newsletter": Saved(
        "http://letter.example.org/p/on-drones",
        page(
            "<title>On drones - by Jane Roe - The Example Letter</title>"
            + meta(author="Jane Roe")
            + og(og__type="article", og__title="On drones", og__site_name="The Example Letter")
            + ld(
                {
                    "@context": "https://schema.org",
                    "@type": "NewsArticle",
                    "url": "http://letter.example.org/p/on-drones",
                    "headline": "On drones",
                    "datePublished": "2024-10-17T10:00:49+00:00",
                    "isAccessibleForFree": False,
                    "author": [{"@type": "Person", "name": "Jane Roe", "identifier": "user:1"}],
                    "publisher": {"@type": "Organization", "name": "The Example Letter"},
                }
            )
        ),
        right={
            "title": "On drones",
            "author": [{"family": "Roe", "given": "Jane"}],
            "container-title": "The Example Letter",
            "issued": "2024-10-17",
            "url_status": "paywalled",
        },
    ),
    "government, Dublin Core's terms only": Saved(
        "http://www.ministry.example.org/statement",
        page(
            "<title>Ministry</title>"
            + meta(
                DCTERMS__title="Statement on sanctions",
                DCTERMS__creator="Ministry of Examples",
                DCTERMS__issued="2024-10-16",
            )
        ),
        right={
            "type": "webpage",
            "title": "Statement on sanctions",
            "author": [{"literal": "Ministry of Examples"}],
            "issued": "2024-10-16",
        },
    ),
    "episode of a podcast": Saved(
        "http://radio.example.org/4",
        page(
            ld(
                {
                    "@context": "https://schema.org",
                    "@type": "PodcastEpisode",
                    "name": "Who counts the shells?",
                    "datePublished": "2024-10-17",
                    "partOfSeries": {"@type": "PodcastSeries", "name": "The Example Hour"},
                }
            )
        ),
        right={
            "type": "broadcast",
            "title": "Who counts the shells?",
            "container-title": "The Example Hour",
            "issued": "2024-10-17",
        },
    ),
    "an office with 'and' in its name": Saved(
        "http://www.health.gov.example/a",
        page("<title>A notice</title>" + meta(author="Ministry of Health and Welfare")),
        right={"author": [{"literal": "Ministry of Health and Welfare"}]},
    ),
    "array of authors": Saved(
        "http://press.example.org/authors",
        page(
            ld(
                {
                    **NEWS,
                    "author": [
                        {"@type": "Person", "givenName": "R. Taj", "familyName": "Moore"},
                        {"@type": "Person", "name": "Ursula von der Example"},
                        {"@type": "Person", "name": "Song Sang-ho"},
                        {"@type": "Organization", "name": "Example Wire"},
                        "By Ann Field and Bob Stone",
                        {"@type": "Person", "name": "Example Press"},
                        {"@type": "Person", "name": "https://social.example.org/x"},
                    ],
                }
            )
        ),
        right={
            "author": [
                {"family": "Moore", "given": "R. Taj"},
                {"family": "von der Example", "given": "Ursula"},
                {"literal": "Song Sang-ho"},
                {"literal": "Example Wire"},
                {"family": "Field", "given": "Ann"},
                {"family": "Stone", "given": "Bob"},
            ]
        },
    ),
    "agency": Saved(
        "http://en.agency.example.org/view/AEN20231014",
        page(
            "<title>1,000 containers shipped | Example News Agency</title>"
            + og(
                og__title="1,000 containers shipped | Example News Agency",
                og__site_name="Example News Agency",
                og__type="article",
                article__published_time="2023-10-14T09:12:00+09:00",
                article__author="Example News Agency",
            )
        ),
        right={
            "type": "webpage",
            "title": "1,000 containers shipped",
            "container-title": "Example News Agency",
            "issued": "2023-10-14",
        },
        missing=("author",),
    ),
    "government": Saved(
        "http://www.ministry.gov.example/statements/12",
        page(
            "<title>Joint statement on monitoring</title>"
            + meta(
                DCTERMS__title="Joint statement on monitoring",
                DCTERMS__creator="Ministry of Examples",
                DCTERMS__issued="2024-10-16",
                DC__publisher="Ministry of Examples",
                DCTERMS__language="en",
            )
        ),
        right={
            "type": "webpage",
            "title": "Joint statement on monitoring",
            "author": [{"literal": "Ministry of Examples"}],
            "publisher": "Ministry of Examples",
            "issued": "2024-10-16",
        },
    ),
    "document of an international body": Saved(
        "http://press.un.example.org/en/2006/sc8853.doc.htm",
        page(
            "<title>Council adopts resolution 1718 (2006) | Meetings Coverage and Press "
            "Releases</title>"
            + og(
                og__site_name="Meetings Coverage and Press Releases",
                og__title="Council adopts resolution 1718 (2006)",
            ),
            '<time itemprop="datePublished" datetime="2006-10-14T12:00:00Z">14 October</time>',
        ),
        right={
            "title": "Council adopts resolution 1718 (2006)",
            "issued": "2006-10-14",
            "container-title": "Meetings Coverage and Press Releases",
        },
    ),
    "Dublin Core only, a month": Saved(
        "http://library.example.org/item/7",
        page(
            "<title>x</title>"
            + meta(
                DC__title="A history of treaties",
                DC__creator="Doe, Jane",
                DC__date="2018-05",
                DC__identifier="doi:10.5555/abc.7",
            )
        ),
        right={
            "title": "A history of treaties",
            "author": [{"family": "Doe", "given": "Jane"}],
            "issued": "2018-05",
            "DOI": "10.5555/abc.7",
        },
    ),
    "scholarly, only a year": Saved(
        "http://journal.example.org/article/view/9",
        page(
            meta(
                citation_title="Measuring arms transfers",
                citation_publication_date="2019",
                citation_journal_title="Journal of Examples",
                citation_doi="10.5555/12345678",
                citation_volume="12",
                citation_issue="3",
                citation_firstpage="101",
                citation_lastpage="119",
                citation_publisher="Example University Press",
                citation_language="en",
            )
            + '<meta name="citation_author" content="Doe, Jane">'
            + '<meta name="citation_author" content="Roe, R. S.">',
            "<p>Copyright 2023</p>",
        ),
        right={
            "type": "article-journal",
            "title": "Measuring arms transfers",
            "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "R. S."}],
            "container-title": "Journal of Examples",
            "issued": "2019",
            "DOI": "10.5555/12345678",
            "volume": "12",
            "issue": "3",
            "page": "101–119",
            "publisher": "Example University Press",
        },
    ),
    "report of an institution": Saved(
        "http://thinktank.example.org/reports/4",
        page(
            meta(
                citation_title="Activity at a port",
                citation_technical_report_institution="Example Institute",
                citation_technical_report_number="24-7",
                citation_date="2023/10/06",
            )
        ),
        right={
            "type": "report",
            "publisher": "Example Institute",
            "number": "24-7",
            "issued": "2023-10-06",
        },
    ),
    "Open Graph only": Saved(
        "http://blog.example.org/x",
        page(
            og(
                og__title="What we know &amp; what we don&#39;t",
                og__site_name="Example Blog",
                og__locale="de_DE",
            ),
            lang="",
        ),
        right={"title": "What we know & what we don't", "language": "de-DE"},
        missing=("issued", "author"),
        warned="no date",
    ),
    "weblog": Saved(
        "http://blog.example.org/y",
        page(ld({"@type": "BlogPosting", "headline": "A post", "datePublished": "2022-01-02"})),
        right={"type": "post-weblog", "issued": "2022-01-02"},
    ),
    "video": Saved(
        "http://video.example.org/watch?v=abc",
        page(
            ld(
                {
                    "@type": "VideoObject",
                    "name": "Briefing of 3 May",
                    "uploadDate": "2024-05-03T10:00:00Z",
                    "author": "Example Channel 5",
                }
            )
            + og(og__site_name="ExampleTube", og__type="video.other")
        ),
        right={
            "type": "motion_picture",
            "title": "Briefing of 3 May",
            "issued": "2024-05-03",
            "author": [{"literal": "Example Channel 5"}],
            "URL": "http://video.example.org/watch?v=abc",
        },
    ),
    "short message": Saved(
        "http://social.example.org/@office/1",
        page(
            ld(
                {
                    "@type": "SocialMediaPosting",
                    "headline": "Office (@office): We have seen the reports.",
                    "datePublished": "2024-10-18T06:00:00.000Z",
                    "author": {"@type": "Organization", "name": "Office"},
                }
            )
        ),
        right={"type": "post", "author": [{"literal": "Office"}], "issued": "2024-10-18"},
    ),
    "AMP page": Saved(
        "http://amp.press.example.org/allies?amp=1",
        page(
            '<title>Allies form team</title><link rel="canonical" '
            'href="http://www.press.example.org/allies-amp">' + ld(NEWS)
        ),
        right={"URL": "http://www.press.example.org/allies-amp"},
    ),
    "a copy that names another's address": Saved(
        "http://reposts.example.com/1",
        page('<link rel="canonical" href="http://press.example.org/original">' + ld(NEWS)),
        right={"URL": "http://reposts.example.com/1"},
        warned="a copy of http://press.example.org/original",
    ),
    "front page named as its address": Saved(
        "http://local.example.net/news/1",
        page('<link rel="canonical" href="/"><title>Local news item</title>'),
        right={"URL": "http://local.example.net/news/1", "title": "Local news item"},
    ),
    "base and relative address": Saved(
        "http://base.example.net/a/b?id=1",
        page('<base href="/a/"><link rel="canonical" href="c"><title>Relative thing</title>'),
        right={"URL": "http://base.example.net/a/c"},
    ),
    "date in the address": Saved(
        "http://dated.example.org/world/2023/08/03/concern",
        page("<title>Concern over munitions</title>"),
        right={"issued": "2023-08-03"},
        warned="stands in its address",
    ),
    "ambiguous date": Saved(
        "http://press.example.org/ambiguous",
        page("<title>Two ways to read it</title>" + meta(date="10/11/2024")),
        missing=("issued",),
        right={"title": "Two ways to read it"},
    ),
    "date to come": Saved(
        "http://press.example.org/future",
        page(ld({**NEWS, "headline": "From the future", "datePublished": "2099-01-01"})),
        missing=("issued",),
    ),
    "date in words": Saved(
        "http://press.example.org/words",
        page("<title>In words</title>" + meta(pubdate="Fri, 18 Oct 2024 06:00:00 GMT")),
        right={"issued": "2024-10-18"},
    ),
    "paywall, 402 with metadata": Saved(
        "http://paid.example.org/a",
        page(ld({**NEWS, "headline": "Paid for", "isAccessibleForFree": False})),
        status=402,
        right={"title": "Paid for", "url_status": "paywalled", "read": "headline"},
        warned="paywall",
    ),
    "paywall, 200": Saved(
        "http://paid.example.org/b",
        page(ld({**NEWS, "headline": "Paid too", "isAccessibleForFree": "False"})),
        right={"title": "Paid too", "url_status": "paywalled"},
    ),
    "403 with metadata": Saved(
        "http://shut.example.org/a",
        page(ld({**NEWS, "headline": "Shut but named"})),
        status=403,
        right={"title": "Shut but named", "read": "headline"},
        warned="status 403",
    ),
    "403 without": Saved(
        "http://shut.example.org/b",
        page("<title>Access denied</title>"),
        status=403,
        refused="withholds the page (status 403)",
    ),
    "check for robots": Saved(
        "http://shut.example.org/c", page("<title>Just a moment...</title>"), refused="a door"
    ),
    "no metadata": Saved(
        "http://old.example.org/page.html",
        "<HTML><HEAD><TITLE>An old page</TITLE></HEAD><BODY>Written by Ann Field on 3 May 2021."
        "<P>Copyright 2020</BODY></HTML>",
        right={"type": "webpage", "title": "An old page"},
        missing=("issued", "author", "container-title", "language"),
    ),
    "no title, but a heading": Saved(
        "http://old.example.org/h",
        "<h1>Only a <i>heading</i></h1>",
        right={"title": "Only a heading"},
    ),
    "no title at all": Saved(
        "http://old.example.org/none", page("", "<p>words</p>"), refused="does not say what it is"
    ),
    "empty": Saved("http://old.example.org/empty", "", refused="empty"),
    "hostile title": Saved(
        "http://evil.example.org/a",
        page(
            "<title>Fine \u202etxt.exe\u2066 \x1b[31mred\x07 &lt;script&gt;alert(1)&lt;/script&gt; "
            '": [x] {y}\u2028# no \u200bcomment</title>'
        ),
        right={"title": 'Fine txt.exe [31mred alert(1) ": [x] {y} # no comment'},
    ),
    "hostile values": Saved(
        "http://evil.example.org/b",
        page(
            '<link rel="canonical" href="javascript:alert(1)">'
            + ld(
                {
                    "@type": "NewsArticle",
                    "headline": "Odd values",
                    "datePublished": {"x": 1},
                    "author": [[["x"]], 5, None, {"name": ["a"]}, "x" * 5000],
                    "publisher": [],
                    "inLanguage": "en\n  evil: true",
                }
            )
            + meta(citation_doi="not a doi", citation_volume="1\n2")
        ),
        right={"title": "Odd values", "URL": "http://evil.example.org/b", "language": "en"},
        missing=("issued", "author", "container-title", "DOI"),
    ),
    "very long title": Saved(
        "http://evil.example.org/long",
        page(f"<title>{'word ' * 10_000}</title>"),
        right={"title": ("word " * 100).strip()[:499]},
    ),
    "broken JSON-LD": Saved(
        "http://broken.example.org/json",
        page(
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
            + og(og__title="Still a title", og__type="article")
        ),
        right={"title": "Still a title"},
    ),
    "JSON-LD nested without end": Saved(
        "http://broken.example.org/deep",
        page(f'<script type="application/ld+json">{"[" * 100_000}</script><title>Deep</title>'),
        right={"title": "Deep"},
    ),
    "tags nested without end": Saved(
        "http://broken.example.org/tags",
        page("<title>Nested</title>", "<div>" * 200_000),
        right={"title": "Nested"},
    ),
    "wrong charset in the header": Saved(
        "http://charset.example.org/a",
        page("<title>Café über Straße</title>"),
        headers={"Content_Type": "text/html; charset=iso-8859-1"},
        right={"title": "Café über Straße"},
    ),
    "declared UTF-8, is windows-1251": Saved(
        "http://charset.example.org/b",
        page(
            '<meta charset="utf-8"><title>Договор о всеобъемлющем партнёрстве</title>',
            "<p>" + "Стороны незамедлительно предоставляют помощь друг другу. " * 20 + "</p>",
        ).encode("cp1251"),
        right={"title": "Договор о всеобъемлющем партнёрстве"},
    ),
    "Cyrillic in windows-1251": Saved(
        "http://novosti.example.org/a",
        page(
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
            "<title>Путин и Ким подписали договор</title>"
            + og(og__site_name="Пример Новости")
            + meta(author="Иван Иванов", pubdate="2024-06-19"),
            lang=' lang="ru"',
        ).encode("cp1251"),
        headers={"Content_Type": "text/html"},
        right={
            "title": "Путин и Ким подписали договор",
            "author": [{"family": "Иванов", "given": "Иван"}],
            "language": "ru",
            "id": "primer-novosti-2024-06-19-putin-kim-podpisali",
        },
    ),
    "Korean in EUC-KR": Saved(
        "http://news.example.org/kr",
        page(
            '<meta charset="euc-kr"><title>북한군 파병 확인</title>'
            + og(article__published_time="2024-10-18T16:00:00+09:00", og__site_name="예시일보")
            + meta(author="김예시 기자"),
            lang=' lang="ko"',
        ).encode("euc-kr"),
        headers={"Content_Type": "text/html"},
        right={
            "title": "북한군 파병 확인",
            "author": [{"literal": "김예시 기자"}],
            "language": "ko",
            "issued": "2024-10-18",
        },
    ),
    "UTF-16": Saved(
        "http://charset.example.org/c",
        b"\xff\xfe" + page("<title>Sixteen bits</title>").encode("utf-16-le"),
        headers={"Content_Type": "text/html"},
        right={"title": "Sixteen bits"},
    ),
    "huge": Saved(
        "http://huge.example.org/a",
        page("<title>Huge page</title>", "<p>" + "é" * 1_500_000 + "</p>"),
        right={"title": "Huge page"},
        warned="very large",
    ),
    "gzip bomb": Saved(
        "http://huge.example.org/b",
        gzip.compress(page("<title>Bomb</title>").encode() + b" " * 50_000_000, 1),
        headers={"Content_Encoding": "gzip"},
        right={"title": "Bomb"},
        warned="very large",
    ),
    "404": Saved("http://gone.example.org/a", page("<title>x</title>"), 404, refused="status 404"),
    "410": Saved("http://gone.example.org/b", "", 410, refused="status 410"),
    "500": Saved("http://gone.example.org/c", "", 500, refused="status 500"),
    "429": Saved("http://gone.example.org/d", "", 429, refused="status 429"),
    "slow": Saved("http://slow.example.org/a", page(""), slow=4, refused="nothing came for 2"),
    "redirect loop": Saved(
        "http://loop.example.org/a",
        status=302,
        headers={"Location": "http://loop.example.org/a"},
        refused="more than 8 redirects",
    ),
    "redirect to the inside": Saved(
        "http://loop.example.org/b",
        status=302,
        headers={"Location": "http://127.0.0.1/secret"},
        refused="lies inside a network",
    ),
    "redirect to a file": Saved(
        "http://loop.example.org/c",
        status=302,
        headers={"Location": "file:///etc/passwd"},
        refused="only http and https",
    ),
    "redirect to an article": Saved(
        "http://t.example.org/abc",
        status=301,
        headers={"Location": "http://press.example.org/words?x=1"},
        right={"URL": "http://press.example.org/words?x=1", "title": "In words"},
    ),
    "a picture": Saved(
        "http://img.example.org/a.png",
        b"\x89PNG\r\n",
        headers={"Content_Type": "image/png"},
        refused="neither a page nor a PDF",
    ),
    "PDF": Saved(
        "http://docs.example.org/report.pdf",
        pdf(
            Title="Report of the Panel of Examples",
            Author="Panel of Examples",
            CreationDate="D:20240307120000Z",
            Subject="doi:10.5555/panel.3",
        ),
        headers={"Content_Type": "application/pdf"},
        right={
            "type": "document",
            "title": "Report of the Panel of Examples",
            "author": [{"literal": "Panel of Examples"}],
            "DOI": "10.5555/panel.3",
        },
        missing=("issued",),
        warned="made on 2024-03-07",
    ),
    "PDF without a title": Saved(
        "http://docs.example.org/none.pdf",
        pdf(Title="Microsoft Word - draft3.docx"),
        headers={"Content_Type": "application/octet-stream"},
        refused="does not say what it is called",
    ),
    "broken PDF": Saved(
        "http://docs.example.org/broken.pdf",
        b"%PDF-1.7\n" + b"x" * 1000,
        headers={"Content_Type": "application/pdf"},
        refused="does not say what it is called",
    ),
}
