"""Texts that want to run, or to ask a host of their own."""

from __future__ import annotations

from itertools import product

ELEMENTS = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg/onload={}>", "<svg><script>{}</script></svg>",
    "<iframe srcdoc='<script>{}</script>'>", "<a href='javascript:{}'>a</a>", "<a href='JaVa\tScRiPt:{}'>a</a>",
    "<a href='data:text/html,<script>{}</script>'>a</a>", "<p onclick={}>a</p>",
    "<p style='background:url(javascript:{})'>a",
    "<math><mtext><table><mglyph><style><img src=x onerror={}>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<form action='javascript:{}'><input type=submit>", "<object data='javascript:{}'>", "<embed src='javascript:{}'>",
    "<details open ontoggle={}>", "<video><source onerror={}>", "<body onload={}>", "<link rel=import href='data:,{}'>",
    "<b/><b><img/src/onerror={}//", "<!--><img src=x onerror={}>-->", "<![CDATA[<img src=x onerror={}>]]>",
    "<a href='https://a.cn' onmouseover={}>a</a>", "</p></div><script>{}</script>", "&lt;script&gt;{}&lt;/script&gt;",
)  # fmt: skip
CALLS = ("alert(1)", "alert`1`", "eval(atob('YQ'))", "top['al'+'ert'](1)")
PAYLOADS = [element.replace("{}", call) for element, call in product(ELEMENTS, CALLS)]

FOREIGN = (
    "<img src=//{}/a.png>", "<img srcset='https://{}/a.png 2x'>", "<link rel=stylesheet href='https://{}/a.css'>",
    "<script src='//{}/a.js'></script>", "<style>@import 'https://{}/a.css'</style>", "<base href='https://{}/'>",
    "<meta http-equiv=refresh content='0;//{}'>", "![a](https://{}/a.png)", "<iframe src='https://{}'></iframe>",
    "<svg><image href='https://{}/a.png'/></svg>", "<p style='background:url(//{}/a.png)'>a</p>",
    "<video poster='https://{}/a.png'></video>",
)  # fmt: skip
FOREIGN_PAYLOADS = [text.replace("{}", "foreign.example") for text in FOREIGN]
