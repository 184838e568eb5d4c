"""What is linked and what is not: one line a case, grouped by rule, with counterexamples.

A case is Markdown, the glossary, and the links expected, in reading order. The glossary is
`label|other label` per term, parted by `;`; the id is the first label in small letters
with hyphens. Behind a label list may stand options: `!exact`, `!all`, `!never`, `!lang=ko`.
`¶` is a line break, `¦` a `|`, `{A0}` a character by its number.
The links are `words` where the id is the words in small letters, else `words>id`.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import markdown
import pytest

from plainfact.extensions.glossary import GlossaryExtension
from plainfact.findings import NOWHERE
from plainfact.model import Knowledge, Link, Match, Term

EXTENSIONS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.arithmatex", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.details"),
    *("pymdownx.keys", "pymdownx.tilde", "pymdownx.caret"),
]

CASES = r"""
# Whole words (UAX 29)
A treaty. | treaty | treaty
treaty | treaty | treaty
The treaty, the pact. | treaty; pact | treaty, pact
(treaty) | treaty | treaty
"treaty" | treaty | treaty
“treaty” | treaty | treaty
'treaty' | treaty | treaty
‘treaty’ | treaty | treaty
«treaty» | treaty | treaty
the treaty; then | treaty | treaty
the treaty: then | treaty | treaty
the treaty… | treaty | treaty
the treaty—and more | treaty | treaty
the treaty -- and more | treaty | treaty
the treaty--and more | treaty | treaty
the treaty – and more | treaty | treaty
[the treaty] | treaty | treaty
treaty/pact | treaty; pact | treaty, pact
entreaty | treaty |
treatybound | treaty |
mistreaty treaty | treaty | treaty
treaty2 | treaty |
2treaty | treaty |
treatyé | treaty |
étreaty | treaty |
treaty’x | treaty |
O'Nation | nation |
rock'n'nation | nation |
nationality | nation |
treaty.Next | treaty |
Treaty.The next | treaty |
note:treaty | treaty |

# No part of a hyphenated compound
nation-state | nation |
nation{2011}state | nation |
nation{2010}state | nation |
nation–state | nation |
state-nation | nation |
pre- and post-treaty talks | treaty |
nation- and state-wide | nation |
nation-state | nation; nation-state | nation-state
nation‑states | nation; nation-state | nation‑states>nation-state
cease-fire | cease-fire | cease-fire
cease fire | cease-fire |
ceasefire | cease-fire |
cease–fire | cease-fire | cease–fire>cease-fire
add-ons | add-on | add-ons>add-on
- treaty | treaty | treaty

# No part of an address or identifier
https://example.org/treaty | treaty |
See https://example.org/treaty/x and treaty. | treaty | treaty
www.treaty.org | treaty |
treaty.org | treaty |
example.treaty | treaty |
me@treaty.org | treaty |
treaty@example.org | treaty |
@treaty | treaty |
#treaty tag: #treaty | treaty |
$treaty | treaty |
my_treaty | treaty |
treaty_id | treaty |
treaty() | treaty |
treaty=1 | treaty |
x=treaty | treaty |
docs/treaty.md | treaty |
/docs/treaty | treaty |
./treaty | treaty |
docs/treaty/ | treaty |
C:\\treaty | treaty |
a::treaty | treaty |
treaty::a | treaty |
{treaty} | treaty |
\<treaty\> | treaty |
treaty(s) | treaty | treaty
and/or treaty | treaty | treaty
"nodes/status" | node |
extensions/v1beta1 | extension |
"pods/*" | pod |
([]Toleration) | toleration |
ingress/egress rules | ingress | ingress
"treaty"/"pact" | treaty; pact | treaty, pact
Russia/China/Iran | china | China

# No part of a larger number
Article 51. | Article 51 | Article 51>article-51
Article 510 | Article 51 |
Article 51.2 | Article 51 |
Article 51,000 | Article 51 |
Article 51a | Article 51 |
Article 51-53 | Article 51 |
Article 51, 52 | Article 51 | Article 51>article-51
Article 51(2) | Article 51 | Article 51>article-51
Article 51’s words | Article 51 | Article 51’s>article-51
Article 51s | Article 51 |
Particle 51 | Article 51 |
the 2024 treaty | 2024 treaty | 2024 treaty>2024-treaty
12024 treaty | 2024 treaty |
1,2024 treaty | 2024 treaty |
1.2024 treaty | 2024 treaty |
resolution 1718 (2006) | resolution 1718 | resolution 1718>resolution-1718

# One label, however its parts are spaced
strategic partnership | strategic partnership | strategic partnership>strategic-partnership
strategic¶partnership | strategic partnership | strategic partnership>strategic-partnership
strategic ¶  partnership | strategic partnership | strategic partnership>strategic-partnership
strategic{A0}partnership | strategic partnership | strategic partnership>strategic-partnership
strategic{2009}partnership | strategic partnership | strategic partnership>strategic-partnership
strategic{202F}partnership | strategic partnership | strategic partnership>strategic-partnership
strategic{3000}partnership | strategic partnership | strategic partnership>strategic-partnership
strategic{9}partnership | strategic partnership | strategic partnership>strategic-partnership
strategic&nbsp;partnership | strategic partnership | strategic partnership>strategic-partnership
strategic partnership | strategic partnership | strategic partnership>strategic-partnership
part{AD}ner{AD}ship | partnership | partnership
stra&shy;tegic partnership | strategic partnership | strategic partnership>strategic-partnership
strategic  partnership | strategic partnership | strategic partnership>strategic-partnership
strategic  ¶partnership | strategic partnership |
strategic<br>partnership | strategic partnership |
strategic¶¶partnership | strategic partnership |
strategic, partnership | strategic partnership |
strategic. Partnership | strategic partnership |
strategic (partnership) | strategic partnership |
strategic - partnership | strategic partnership |
strategic/partnership | strategic partnership |
strategicpartnership | strategic partnership |
- strategic¶- partnership | strategic partnership |
strategic ¦ partnership¶--- ¦ ---¶a ¦ b | strategic partnership |
strategic[^1] partnership¶¶[^1]: note | strategic partnership |
strategic ![x](y.png) partnership | strategic partnership |

# Apostrophes and dashes as typed and as set
Workers' Party | Workers’ Party | Workers' Party>workers-party
Workers’ Party | Workers' Party | Workers’ Party>workers-party
Workers&rsquo; Party | Workers' Party | Workers’ Party>workers-party
Korea–Russia treaty | Korea-Russia treaty | Korea–Russia treaty>korea-russia-treaty
Korea-Russia treaty | Korea–Russia treaty | Korea-Russia treaty>korea-russia-treaty
Korea—Russia treaty | Korea-Russia treaty |

# Emphasis inside, around, across
*treaty* | treaty | treaty
**treaty** | treaty | treaty
***treaty*** | treaty | treaty
the *peace* treaty | peace treaty | peace treaty>peace-treaty
*peace* treaty | peace treaty | peace treaty>peace-treaty
peace *treaty* | peace treaty | peace treaty>peace-treaty
*peace* **treaty** | peace treaty | peace treaty>peace-treaty
*peace treaty* | peace treaty | peace treaty>peace-treaty
**a *peace* treaty** | peace treaty | peace treaty>peace-treaty
*the peace* treaty | peace treaty |
peace *treaty now* | peace treaty |
*the peace* treaty. A peace treaty. | peace treaty | peace treaty>peace-treaty
peace <b>treaty</b> | peace treaty |
peace <b>good</b> treaty | peace good treaty | peace good treaty>peace-good-treaty
peace <b>treaty now</b> | peace treaty |
<b>treaty</b> | treaty | treaty
<span>treaty</span> | treaty | treaty
trea*ties* | treaty | treaties>treaty
na*tion*al | nation |
~~treaty~~ | treaty | treaty
x^treaty^ | treaty |

# Case and normal form
TREATY | treaty | TREATY>treaty
Treaty | treaty | Treaty>treaty
treaty | TREATY | treaty
STRASSE | Straße | STRASSE>straße
strasse | Straße | strasse>straße
STRAẞE | Straße | STRAẞE>straße
ΟΔΟΣ | οδός |
ὈΔΌΣ | ὀδός | ὈΔΌΣ>ὀδός
νόμος | ΝΌΜΟΣ | νόμος
МОСКВА | Москва | МОСКВА>москва
cafe{301} | caf{E9} | café
caf{E9} | cafe{301} | café
ångstr{F6}m {212B} | {C5} | Å>å
{D55C}{AD6D} | {1112}{1161}{11AB}{1100}{116E}{11A8} !lang=ko | 한국
cafe | café |
ﬁnance | finance | ﬁnance>finance
WHO says | WHO !exact | WHO>who
who says | WHO !exact |
Who says | WHO !exact |
WHO’s view | WHO !exact | WHO’s>who
NGOs | NGO !exact | NGOs>ngo
NGOS | NGO !exact |
NATO | Nato | NATO>nato
IŞIK | ışık !lang=tr | IŞIK>ışık
ışık | Işık !lang=tr | ışık>işık
işik | Işık !lang=tr |
İSTANBUL | İstanbul !lang=tr !all | İSTANBUL>i̇stanbul
istanbul | İstanbul !lang=tr | istanbul>i̇stanbul
ISTANBUL | İstanbul !lang=tr |

# Plural, singular, possessive of the last word
treaties | treaty | treaties>treaty
treaty | treaties | treaty>treaties
treats | treaty |
treatys | treaty |
treaty’s | treaty | treaty’s>treaty
treaties’ end | treaty | treaties>treaty
treaties's | treaty |
sanction | sanctions | sanction>sanctions
sanctions | sanction | sanctions>sanction
sanctioned | sanctions |
sanctioning | sanction |
allies | ally | allies>ally
ally | allies | ally>allies
surveys | survey | surveys>survey
boxes | box | boxes>box
bosses | boss | bosses>boss
branches | branch | branches>branch
monarchs | monarch | monarchs>monarch
vetoes | veto | vetoes>veto
photos | photo | photos>photo
knives | knife | knives>knife
children | child | children>child
people | person | people>person
spokesmen | spokesman | spokesmen>spokesman
Germans | German | Germans>german
crises | crisis | crises>crisis
crisis | crises | crisis>crises
analyses | analysis | analyses>analysis
viruses | virus | viruses>virus
viru | virus |
indices | index | indices>index
KN-23s | KN-23 | KN-23s>kn-23
1990s | 1990 |
peace treaties | peace treaty | peace treaties>peace-treaty
peaces treaty | peace treaty |
arm | arms |
new | news |
good | goods |
mean | means |
congres | Congress |
politic | politics |
the time | The Times |
The Times | The Times | The Times>the-times
us | US !exact |
uses | US |
its | IT |
bu | bus |
to | toes |
soldiers | soldier | soldiers>soldier
soldiers' | soldier | soldiers>soldier
soldier’s | soldiers | soldier’s>soldiers
Verträge | Vertrag !lang=de |
Verträge | Vertrag¦Verträge !lang=de | Verträge>vertrag
nations | nation !lang=fr |
l'alliance | alliance !lang=fr | alliance
l’OTAN | OTAN !lang=fr | OTAN>otan
l'alliance | alliance |

# Languages without spaces, and particles
제재 | 제재 !lang=ko | 제재
제재가 풀렸다 | 제재 !lang=ko | 제재
제재를 | 제재 !lang=ko | 제재
제재에서는 | 제재 !lang=ko | 제재
제재들이 | 제재 !lang=ko | 제재
제재입니다. | 제재 !lang=ko | 제재
국정원은 | 국정원 !lang=ko | 국정원
제재법 | 제재 !lang=ko |
경제제재 | 제재 !lang=ko |
제재가 | 제재 |
KCNA는 | KCNA !lang=ko | KCNA>kcna
经济制裁措施 | 制裁 !lang=zh | 制裁
経済制裁を | 制裁 !lang=ja | 制裁
ミサイルの発射 | ミサイル !lang=ja | ミサイル
弾道ミサイル | ミサイル !lang=ja | ミサイル
テロリスト | テロ !lang=ja |
санкции | санкции !lang=ru | санкции
санкциями | санкции !lang=ru |

# Leftmost, then longest
peace treaty | treaty; peace treaty | peace treaty>peace-treaty
a treaty, a peace treaty | treaty; peace treaty | treaty, peace treaty>peace-treaty
peace treaty talks | peace treaty; treaty talks | peace treaty>peace-treaty
Pod lifecycle | Pod; Pod lifecycle !never |
Pod lifecycle. A Pod. | Pod; Pod lifecycle !never | Pod>pod
peace treaty. peace treaty | treaty; peace treaty | peace treaty>peace-treaty
peace `treaty` | peace; peace treaty |
[peace](x) treaty | treaty; peace treaty |
[peace treaty](x) and treaty | treaty; peace treaty | treaty
A [the pact] treaty | pact; treaty | pact, treaty

# Where not to link
`treaty` | treaty |
``a treaty`` | treaty |
`x`treaty | treaty |
    treaty | treaty |
```¶treaty¶``` | treaty |
~~~ text¶treaty¶~~~ | treaty |
<kbd>treaty</kbd> | treaty |
++ctrl+t++ treaty | ctrl; treaty | treaty
<samp>treaty</samp> | treaty |
<code>treaty</code> treaty | treaty | treaty
[treaty](x) | treaty |
[the treaty](x "t") treaty | treaty | treaty
[treaty][1]¶¶[1]: x | treaty |
<a href="x">treaty</a> | treaty |
<a href="x">a *treaty* of</a> treaty | treaty | treaty
<https://treaty.org> | treaty |
![treaty](x.png) | treaty |
# treaty | treaty |
## The treaty¶¶The treaty | treaty | treaty
treaty¶====== | treaty |
###### treaty | treaty |
<button>treaty</button> | treaty |
<label>treaty</label> | treaty |
=== "treaty"¶¶    The treaty | treaty | treaty
??? note "treaty"¶    The treaty | treaty | treaty
!!! note "treaty"¶    The treaty | treaty | treaty
<figure markdown>¶![x](y.png)¶<figcaption>treaty</figcaption>¶</figure> | treaty |
$treaty$ | treaty |
\\(treaty\\) | treaty |
$$¶treaty¶$$ | treaty |
treaty¶¶*[treaty]: an abbreviation | treaty |
<abbr title="x">treaty</abbr> | treaty |
<span translate="no">treaty</span> | treaty |
<span class="no-glossary">treaty</span> treaty | treaty | treaty
<span class="x no-glossary">treaty</span> | treaty |
*treaty*{: .no-glossary } | treaty |
*treaty*{: translate=no } | treaty |
A treaty.¶{: .no-glossary }¶¶A treaty. | treaty | treaty
> treaty | treaty |
> treaty¶¶treaty | treaty | treaty
<div>treaty</div> | treaty |
<div markdown>¶treaty¶</div> | treaty | treaty
<div markdown class="no-glossary">¶treaty¶</div> | treaty |
<!-- treaty --> | treaty |
x <!-- treaty --> y | treaty |
<script>treaty</script> | treaty |
x <script>treaty</script> | treaty |
x <svg><text>treaty</text></svg> | treaty |
<style>treaty {}</style> | treaty |
x <img alt="treaty"> | treaty |
[^treaty]¶¶[^treaty]: x | treaty |
- a treaty | treaty | treaty
1. a treaty | treaty | treaty
a ¦ b¶--- ¦ ---¶x ¦ treaty | treaty | treaty
treaty ¦ b¶--- ¦ ---¶x ¦ y | treaty | treaty
treaty¶:   an agreement | treaty | treaty

# First mention
treaty treaty | treaty | treaty
treaty¶¶treaty | treaty | treaty
treaty treaties | treaty | treaty
treaty pact | treaty¦pact | treaty
treaty treaty | treaty !all | treaty, treaty
treaty | treaty !never |
x[^1] treaty¶¶[^1]: the treaty | treaty | treaty
x[^1]¶¶[^1]: the treaty | treaty | treaty
[^1]: the treaty¶¶x[^1] the pact, the treaty | treaty; pact | pact, treaty
treaty[^1]¶¶[^1]: x | treaty | treaty
`treaty` treaty | treaty | treaty

# Asked for, and refused
[the pact][term:treaty] | treaty | the pact>treaty
[the pact][term:treaty] treaty | treaty | the pact>treaty
treaty [the pact][term:treaty] | treaty | the pact>treaty
[the pact] [term:treaty] | treaty | the pact>treaty
[the *pact*][term:treaty] | treaty | the pact>treaty
[a][term:treaty] [b][term:treaty] | treaty | a>treaty, b>treaty
[][term:treaty] | treaty | treaty
[the pact][term:treaty] | treaty !never | the pact>treaty
[treaty][term:none] | treaty |
[treaty][term:none] treaty | treaty | treaty
[the pact][term:nothing] | treaty |
[treaty][term:nothing] | treaty | treaty
`[the pact][term:treaty]` | treaty |
\[the pact][term:treaty] | treaty |
[see [the pact][term:treaty] here](x) | treaty |
[[the pact][term:treaty]](x) | treaty |
[see [this](x)][term:treaty] | treaty |
# [the pact][term:treaty] | treaty | the pact>treaty
> [the pact][term:treaty] | treaty | the pact>treaty
![x][term:treaty] | treaty |
[x]: y¶¶[x][term:treaty] | treaty | x>treaty

# Two terms, one label
pact | a¦pact; b¦pact |
the pact, a, b | a¦pact; b¦pact | a, b
WHO | WHO !exact; who | WHO
sanction | sanctions; sanction | sanction

# Placeholders of Python-Markdown
a \*treaty\* | treaty | treaty
a\_treaty | treaty |
treaty\. | treaty | treaty
AT&T | AT&T | AT&T>at&t
AT&amp;T | AT&T | AT&T>at&t
x &lt;treaty | treaty | treaty
&copy;treaty | treaty | treaty
treaty&mdash;x | treaty | treaty
treaty&ndash;x | treaty |
treaty&#8217;s | treaty | treaty’s>treaty
"""


class Links(HTMLParser):
    """The links to terms in a page, as (words, id); nested links fail."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside: str | None = None
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section" and dict(attrs).get("class") == "pf-terms":
            self.depth = 1
        if tag == "a":
            assert self.inside is None, "a link inside a link"
            self.inside = dict(attrs).get("data-term") or ""
            if self.inside and not self.depth:
                self.found.append(("", self.inside))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside and not self.depth:
            words, term = self.found[-1]
            self.found[-1] = (words + data, term)


def identify(label: str) -> str:
    label = unicodedata.normalize("NFC", label)
    return re.sub(r"[\s-]+", "-", re.sub(r"['’]", "", label.lower()).replace("–", "-"))


def term(written: str) -> Term:
    """`label¦alias !exact !lang=ko` as a term."""
    names, *options = re.split(r"\s*!", written.strip())
    labels = names.split("¦")
    languages = [option[5:] for option in options if option.startswith("lang=")]
    return Term(
        id=identify(labels[0]),
        location=NOWHERE,
        term=labels[0],
        aliases=tuple(labels[1:]),
        definition="What it means.",
        match=Match.EXACT if "exact" in options else Match.INSENSITIVE,
        link=next((Link(o) for o in options if o in ("all", "never")), Link.FIRST),
        language=languages[0] if languages else "",
    )


def convert(
    text: str, terms: list[Term], *, explains: bool = False, **options: object
) -> tuple[str, GlossaryExtension]:
    extension = GlossaryExtension(**options)
    extension.explains = explains
    extension.provide(Knowledge(terms={each.id: each for each in terms}))
    return markdown.markdown(text, extensions=[*EXTENSIONS, extension]), extension


def spelled(text: str) -> str:
    """Characters that look like others are written by number: {A0}."""
    return re.sub(r"\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), text)


def written(words: str) -> str:
    """Linked words on one line, composed, without soft hyphens."""
    return unicodedata.normalize("NFC", " ".join(words.replace("\u00ad", "").split()))


def cases() -> list[object]:
    found: list[object] = []
    group = ""
    for line in CASES.strip().splitlines():
        if line.startswith("# ") and " | " not in line:
            group = line[2:]
        elif line.strip():
            found.append(pytest.param(*line.rsplit("|", 2), id=f"{group}: {line}"))
    return found


@pytest.mark.parametrize(("text", "glossary", "expected"), cases())
def test_links(text: str, glossary: str, expected: str) -> None:
    text = spelled(text.removesuffix(" ").replace("¶", "\n").replace("¦", "|"))
    terms = [term(each) for each in spelled(glossary).split(";")]
    html, _ = convert(text, terms)
    assert convert(text, terms, explains=True)[0] == html
    links = Links()
    links.feed(html)
    found = [(written(words), id_) for words, id_ in links.found]
    wanted = []
    for each in filter(None, (part.strip() for part in expected.split(","))):
        words, arrow, id_ = each.partition(">")
        wanted.append((words, id_ if arrow else identify(words)))
    assert found == wanted, html


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 200
