"""Make the fonts of ``src/suyuan/print/fonts`` from Noto Sans CJK (needs ``pip install fonttools``).

    python tools/make_fonts.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc src/suyuan/print/fonts

The same input makes the same bytes. Beside the fonts it writes ``covered.txt``: the characters of both, as hex ranges.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Suyuan Sans"
SIMPLIFIED = 2
"""Place of the Simplified Chinese face in the collection."""
SYMBOLS = "₂₃⁰¹²³⁴⁵⁶⁷⁸⁹℃℉℅№℡™Ω√∞≈≠≤≥±×÷←↑→↓↔⇄✓✔✗✘☐☑☒■□▲△▼▽◆◇○●★☆¥€£©®°·•…—–‘’“”µμ㎎㎏㎜㎝㎞㎡㎥㏄㏎"
NAMES = (
    "〇喆堃垚犇淼鑫昇玥珺琎彧頔瑀玹珮璟璠瑄瑢翀翊晞晟旻昉暐暘煊焜炘烜燚甦祎祐禛禔禤竑筠粦纮綦綝羴翯翾聃芃芊茜"
    "祺祾禹玙玚玘玟玭珏珣珩珲珽琇琊琍琚琤琦琨琪琬琮琰瑗瑛瑭瑾璁璇璋璐璘璨璩璪瓒瓘昀昕昙昪晅晗晢晧晫晳曈曌曦"
    "朏柃栐栒桄桢桦梣棣椤楠楙榀榕槿橦櫆欣沄沚沣沨泂泓洧洺浕浛浠浥涢淏淯淳渼湉湜湲溁溇溦滆滘漖漪潆潼澍澎澔澴濛瀚"
    "炅炜炫炯烁烔焓焕焱煜煦熙熠燊燏爔牂玎镕镡铖铼锜锟镏镒镔镛钊钏钤钰铄铠铤铭锃锘镓镪閎阆阇邕邗邛邰郏郗郜郿鄄"
    "酃酩鄞鄢仝佘佟冼冮刁匡卞卢厍厙佴乜亓俅俤俪俶偲偲傒僳儁伋仫佤佺侃侑侔佶侗侨侯俞倓倢倧倬偌傕傥僖儇兕冏凇凊劼劭"
    "勍勔匜卣叔吕呙咺哿唅唪喈喤喬嗣嘏嘉噙嚭囍圪圳坨坭坻垌垕垟垧垭垱埇埌埗埔埕埚埭埮埸埼堉堌堎堨塬塱墡墩墭壆夔奭"
    "妘妤妧姁姞姣姮娉娑娴婕婧婳婵媖媛媞媱嫄嫘嫚嬅嬿孛孜宸寀寘尕屺岍岙岚岜岽峃峄峋峒峣峤崀崃崟崤崧嵊嵋嵎嵘嵚嵛嵩嶓嶙"
    "巉巽帔帡庠庥庹廑弇弢彀彣徕怡恂恺恽悝悰悫惇惎惟惲愃愔愫慇憓懋戬扆抃挦捃揆揄揖搢摅摭敔敫斅斓旃旸鲃鲌鲊鲏鳀鱵鳤鲗"
    "鲘鲺鲼鳎鳚鳛鮋鲉鲇䲟酰羟羧脒胩胂肼肟蛸豉糌粑馃馍馓馔饧餮饸饹饦饻饽餶餷麨黏籼粳籽糁糍糗蕹芡苋茼荸莜菽蒌蕨薏藜"
)
"""Characters of names, places, fish and chemistry, many of them beyond GB 2312."""


def of_codec(codec: str, first: range, last: range) -> set[int]:
    """Every character of a double-byte codec."""
    found = set()
    for high in first:
        for low in last:
            try:
                found.add(ord(bytes((high, low)).decode(codec)))
            except (UnicodeDecodeError, TypeError):
                continue
    return found


def wanted() -> set[int]:
    """Latin with accents, Greek, GB 2312, punctuation, common symbols."""
    latin = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3CA), *range(0x2010, 0x2027)}
    forms = {*range(0x3000, 0x3020), *range(0x2460, 0x2474), *range(0xFF01, 0xFF5F), 0xFFE5}
    simplified = of_codec("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    return latin | forms | simplified | {ord(c) for c in SYMBOLS + NAMES}


def subset(collection: str, characters: set[int], style: str, out: Path) -> set[int]:
    """One weight, as a font of its own name; the characters it has."""
    font: TTFont = TTCollection(collection).fonts[SIMPLIFIED]
    options = Options(layout_features=["kern", "palt", "locl"], name_IDs=[0, 7, 11, 13, 14], hinting=False)
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    for number, text in ((1, FAMILY), (2, style), (3, f"{FAMILY} {style}"), (4, f"{FAMILY} {style}"),
                         (6, f"{FAMILY.replace(' ', '')}-{style}")):  # fmt: skip
        font["name"].setName(text, number, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [f"{FAMILY.replace(' ', '')}-{style}"]
    font.save(out / f"SuyuanSans-{style}.otf")
    return set(font.getBestCmap())


def ranges(characters: set[int]) -> str:
    """``20-7E A0 ...``, a dozen to a line."""
    found: list[list[int]] = []
    for code in sorted(characters):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    told = [f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in found]
    return "\n".join(" ".join(told[n : n + 12]) for n in range(0, len(told), 12)) + "\n"


def main() -> None:
    regular, bold, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    covered = subset(regular, wanted(), "Regular", folder) & subset(bold, wanted(), "Bold", folder)
    (folder / "covered.txt").write_text(ranges(covered), encoding="ascii")


if __name__ == "__main__":
    main()
