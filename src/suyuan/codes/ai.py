"""GS1 application identifiers: formats, content rules, and which must or may not stand together.

Own table after the GS1 General Specifications, section 3. A format reads ``n14/check`` (14 digits, the last a check
digit), ``x1-20`` (1 to 20 characters of set 82), ``y`` set 39, ``z`` base64url; brackets mark optional parts.
``needs`` lists alternatives: ``01+21|02`` means (01 and 21) or 02, with ``n`` for any digit; ``without`` lists what may
not stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suyuan.kernel.i18n import Label

TRADE = "01|02|03|8006|8026"
ITEM = "01|02"
ITEMS = "01|02|03"
LOGISTIC = "00|01"
SERIALISED = "01+21|03+21|8006+21"
MEASURED = "30|31nn|32nn|35nn|36nn"
SERVED = "8017|8018"

ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("00", "n18/check", "", "", "系列货运包装箱代码", "SSCC"),
    ("01", "n14/check", "", "255 37", "全球贸易项目代码", "GTIN"),
    ("02", "n14/check", "37", "01 03", "物流单元内贸易项目", "GTIN of contents"),
    ("03", "n14/check", "", "01 02 37 235", "定制贸易项目", "Made-to-order GTIN"),
    ("10", "x1-20", TRADE, "", "批号", "Batch or lot"),
    ("11", "n6/date0", TRADE, "", "生产日期", "Production date"),
    ("12", "n6/date0", "8020", "", "付款截止日期", "Due date"),
    ("13", "n6/date0", TRADE, "", "包装日期", "Packaging date"),
    ("15", "n6/date0", TRADE, "", "最佳食用日期", "Best before"),
    ("16", "n6/date0", TRADE, "", "销售截止日期", "Sell by"),
    ("17", "n6/date0", "01|02|03|255|8006|8026", "", "有效期至", "Expiry"),
    ("20", "n2", TRADE, "", "内部产品变体", "Internal variant"),
    ("21", "x1-20", "01|03|8006", "235", "序列号", "Serial number"),
    ("22", "x1-20", "01", "", "消费产品变体", "Consumer product variant"),
    ("235", "x1-28", "01", "", "第三方序列号", "Third-party serial"),
    ("240", "x1-30", TRADE, "", "附加产品标识", "Additional product id"),
    ("241", "x1-30", TRADE, "", "客户方代码", "Customer part number"),
    ("242", "n1-6", "01|02|8006|8026", "", "定制产品代码", "Made-to-order variation"),
    ("243", "x1-20", "01|03", "", "包装组件代码", "Packaging component"),
    ("250", "x1-30", SERIALISED, "", "第二系列号", "Secondary serial"),
    ("251", "x1-30", "01|03|8006", "", "源实体参考代码", "Source entity reference"),
    ("253", "n13/check [x1-17]", "", "", "全球文件类型代码", "GDTI"),
    ("254", "x1-20", "414", "", "位置扩展代码", "GLN extension"),
    ("255", "n13/check [n1-12]", "", "01 02 415 8006 8020 8026", "全球优惠券代码", "GCN"),
    ("30", "n1-8", ITEM, "", "变量贸易项目数量", "Variable count"),
    ("37", "n1-8", "00+02|00+8026", "", "物流单元内项目数量", "Count of contents"),
    ("390n0-9", "n1-15", "255|8020", "390n 391n 394n 8111", "应付金额", "Amount payable"),
    ("391n0-9", "n3/currency n1-15", "8020", "391n", "应付金额（币种）", "Amount payable with currency"),
    ("392n0-9", "n1-15", "01+30|01+31nn|01+32nn|01+35nn|01+36nn", "392n 393n", "变量项目金额", "Price"),
    ("393n0-9", "n3/currency n1-15", MEASURED, "393n", "变量项目金额（币种）", "Price with currency"),
    ("394n0-3", "n4", "255", "394n 8111", "优惠百分比", "Percentage discount"),
    ("395n0-5", "n6", MEASURED, "392n 393n 395n 8005", "单位金额", "Price per unit of measure"),
    ("400", "x1-30", "", "", "客户订单代码", "Customer order"),
    ("401", "x1-30/prefix", "", "", "全球托运标识代码", "GINC"),
    ("402", "n17/check", "", "", "全球装运标识代码", "GSIN"),
    ("403", "x1-30", "00", "", "路径代码", "Routing code"),
    ("410", "n13/check", "", "", "交货地", "Ship to"),
    ("411", "n13/check", "", "", "受票方", "Bill to"),
    ("412", "n13/check", "", "", "供货方", "Purchased from"),
    ("413", "n13/check", "", "", "最终目的地", "Ship for"),
    ("414", "n13/check", "", "", "物理位置", "Physical location"),
    ("415", "n13/check", "8020", "", "开票方", "Invoicing party"),
    ("416", "n13/check", "", "", "生产或服务位置", "Production location"),
    ("417", "n13/check", "", "", "参与方", "Party"),
    ("420", "x1-20", "", "421", "交货地邮编", "Ship to postal code"),
    ("421", "n3/country x1-9", "", "4307", "交货地国家和邮编", "Ship to country and postal code"),
    ("422", "n3/country", TRADE, "426", "原产国", "Country of origin"),
    ("423", "n3/country" + " [n3/country]" * 4, ITEMS, "426", "初始加工国", "Country of initial processing"),
    ("424", "n3/country", ITEMS, "426", "加工国", "Country of processing"),
    ("425", "n3/country" + " [n3/country]" * 4, ITEMS, "426", "拆分国", "Country of disassembly"),
    ("426", "n3/country", ITEMS, "", "全程加工国", "Country of full process chain"),
    ("427", "x1-3", "01+422|02+422|03+422", "", "原产国行政区划", "Subdivision of origin"),
    ("4300", "x1-35/percent", "00", "", "收货公司", "Ship to company"),
    ("4301", "x1-35/percent", "00", "", "收货联系人", "Ship to contact"),
    ("4302", "x1-70/percent", "00", "", "收货地址1", "Ship to address 1"),
    ("4303", "x1-70/percent", "4302", "", "收货地址2", "Ship to address 2"),
    ("4304", "x1-70/percent", "00", "", "收货区", "Ship to suburb"),
    ("4305", "x1-70/percent", "00", "", "收货城市", "Ship to locality"),
    ("4306", "x1-70/percent", "00", "", "收货省", "Ship to region"),
    ("4307", "x2/country2", "00", "", "收货国家", "Ship to country"),
    ("4308", "x1-30", "00", "", "收货电话", "Ship to telephone"),
    ("4309", "n10/latitude n10/longitude", "00", "", "收货坐标", "Ship to geolocation"),
    ("4310", "x1-35/percent", "00", "", "退货公司", "Return to company"),
    ("4311", "x1-35/percent", "00", "", "退货联系人", "Return to contact"),
    ("4312", "x1-70/percent", "00", "", "退货地址1", "Return to address 1"),
    ("4313", "x1-70/percent", "4312", "", "退货地址2", "Return to address 2"),
    ("4314", "x1-70/percent", "00", "", "退货区", "Return to suburb"),
    ("4315", "x1-70/percent", "00", "", "退货城市", "Return to locality"),
    ("4316", "x1-70/percent", "00", "", "退货省", "Return to region"),
    ("4317", "x2/country2", "00", "", "退货国家", "Return to country"),
    ("4318", "x1-20", "00", "", "退货邮编", "Return to postal code"),
    ("4319", "x1-30", "00", "", "退货电话", "Return to telephone"),
    ("4320", "x1-35/percent", "00", "", "服务描述", "Service description"),
    ("4321", "n1/yesno", "00", "", "危险品标志", "Dangerous goods"),
    ("4322", "n1/yesno", "00", "", "允许无人签收", "Authority to leave"),
    ("4323", "n1/yesno", "00", "", "需签收", "Signature required"),
    ("4324", "n6/date0 n4/hourmin", "00", "", "最早送达", "Not before delivery"),
    ("4325", "n6/date0 n4/hourmin", "00", "", "最晚送达", "Not after delivery"),
    ("4326", "n6/date", "00", "", "放行日期", "Release date"),
    ("4330", "n6 [x1/minus]", "00", "4331", "最高温度（华氏）", "Maximum temperature F"),
    ("4331", "n6 [x1/minus]", "00", "4330", "最高温度（摄氏）", "Maximum temperature C"),
    ("4332", "n6 [x1/minus]", "00", "4333", "最低温度（华氏）", "Minimum temperature F"),
    ("4333", "n6 [x1/minus]", "00", "4332", "最低温度（摄氏）", "Minimum temperature C"),
    ("7001", "n13", "01|02|8006|8026", "", "北约物资代码", "NATO stock number"),
    ("7002", "x1-30", ITEM, "", "胴体与分割产品分类", "UNECE meat carcass"),
    ("7003", "n6/date n4/hourmin", ITEMS, "", "有效期至（时分）", "Expiry date and time"),
    ("7004", "n1-4", "01+10|03+10", "", "活性值", "Active potency"),
    ("7005", "x1-12", ITEM, "", "捕捞区域", "Catch area"),
    ("7006", "n6/date", ITEM, "", "首次冷冻日期", "First freeze date"),
    ("7007", "n6/date [n6/date]", ITEM, "", "收获日期", "Harvest date"),
    ("7008", "x1-3", ITEM, "", "水产物种", "Aquatic species"),
    ("7009", "x1-10", ITEM, "", "渔具类型", "Fishing gear type"),
    ("7010", "x1-2", ITEMS, "", "生产方式", "Production method"),
    ("7011", "n6/date [n4/hourmin]", ITEMS, "", "复检日期", "Test by date"),
    ("7020", "x1-20", "01+416|03+416|8006+416", "", "翻新批号", "Refurbishment lot"),
    ("7021", "x1-20", "01|03|8006", "", "功能状态", "Functional status"),
    ("7022", "x1-20", "01+7021|03+7021|8006+7021", "", "修订状态", "Revision status"),
    ("7023", "x1-30/prefix", "", "", "组合件全球单个资产代码", "GIAI of an assembly"),
    ("703n0-9", "n3/country999 x1-27", ITEM, "", "加工者代码", "Processor number"),
    ("7040", "n1 x1 x1 x1/importer", "", "", "欧盟烟草标识", "UIC with extension"),
    ("7041", "x1-4/package", "00", "", "运输单元类型", "Freight unit type"),
    ("710", "x1-20", "01", "", "国家药品代码（德）", "NHRN Germany"),
    ("711", "x1-20", "01", "", "国家药品代码（法）", "NHRN France"),
    ("712", "x1-20", "01", "", "国家药品代码（西）", "NHRN Spain"),
    ("713", "x1-20", "01", "", "国家药品代码（巴）", "NHRN Brazil"),
    ("714", "x1-20", "01", "", "国家药品代码（葡）", "NHRN Portugal"),
    ("715", "x1-20", "01", "", "国家药品代码（美）", "NHRN United States"),
    ("716", "x1-20", "01", "", "国家药品代码（意）", "NHRN Italy"),
    ("717", "x1-20", "01", "", "国家药品代码（哥）", "NHRN Costa Rica"),
    ("723n0-9", "x2 x1-28", "01|8004", "", "认证参考", "Certification reference"),
    ("7240", "x1-20", "01|8006", "03", "临床方案", "Protocol"),
    ("7241", "n2/media", SERVED, "", "载体类型", "AIDC media type"),
    ("7242", "x1-25", SERVED, "", "版本控制号", "Version control number"),
    ("7250", "n8/date8", "8018", "7251", "出生日期", "Date of birth"),
    ("7251", "n8/date8 n4/hourmin", "8018", "7250", "出生时间", "Date and time of birth"),
    ("7252", "n1/sex", "8018", "", "性别", "Biological sex"),
    ("7253", "x1-40/percent", SERVED, "7256 7259", "姓", "Family name"),
    ("7254", "x1-40/percent", SERVED, "7256 7259", "名", "Given name"),
    ("7255", "x1-10", SERVED, "7256 7259", "姓名后缀", "Name suffix"),
    ("7256", "x1-90/percent", SERVED, "", "全名", "Full name"),
    ("7257", "x1-70/percent", "8018", "", "地址", "Address of person"),
    ("7258", "x3/birthorder", "8018+7259", "", "出生次序", "Birth sequence"),
    ("7259", "x1-40/percent", "8018", "7256", "婴儿姓名", "Baby name"),
    ("8001", "n4/nonzero n5/nonzero n3/nonzero n1/winding n1", "01", "", "卷装产品尺寸", "Roll dimensions"),
    ("8002", "x1-20", "", "", "移动电话标识", "Mobile telephone id"),
    ("8003", "n1/zero n13/check [x1-16]", "", "", "全球可回收资产代码", "GRAI"),
    ("8004", "x1-30/prefix", "", "", "全球单个资产代码", "GIAI"),
    ("8005", "n6", ITEM, "", "单价", "Price per unit"),
    ("8006", "n14/check n4/pieces", "", "01 03 37", "单个贸易项目组件", "ITIP"),
    ("8007", "x1-34/iban", "415", "", "国际银行账号", "IBAN"),
    ("8008", "n6/date n2/hour [n2/minute] [n2/minute]", ITEMS, "", "生产日期时间", "Production date and time"),
    ("8009", "x1-50", "00|01|03", "", "光学传感器", "Optically readable sensor"),
    ("8010", "y1-30/prefix", "", "", "组件部件代码", "CPID"),
    ("8011", "n1-12/nozero", "8010", "", "组件部件序列号", "CPID serial"),
    ("8012", "x1-20", "01|03|8006", "", "软件版本", "Software version"),
    ("8013", "x1-25/pair/prefix", "", "", "全球型号代码", "GMN"),
    ("8014", "x1-25/pair/prefix/nondigit", "01", "", "高度个性化器械标识", "MUDI"),
    ("8017", "n18/check", "", "8018", "全球服务关系代码（提供方）", "GSRN of provider"),
    ("8018", "n18/check", "", "8017", "全球服务关系代码（接受方）", "GSRN of recipient"),
    ("8019", "n1-10", SERVED, "", "服务关系实例", "Service relation instance"),
    ("8020", "x1-25", "415", "", "付款单代码", "Payment slip reference"),
    ("8026", "n14/check n4/pieces", "37", "02 03 8006", "物流单元内项目组件", "ITIP of contents"),
    (
        "8030",
        "z1-90",
        "00|01+21|03+21|253|255|8003|8004|8006+21|8010+8011|8017|8018",
        "",
        "数字签名",
        "Digital signature",
    ),
    ("8040", "n15", "01+21", "", "设备识别码", "IMEI"),
    ("8041", "n15", "01+21+8040", "", "第二设备识别码", "Second IMEI"),
    ("8042", "n32", "01+21+8040", "", "嵌入式SIM", "eSIM"),
    ("8043", "n18 [n1-2]", "01+21+8040", "", "实体SIM", "Physical SIM"),
    ("8110", "x1-70/coupon", "", "", "北美优惠券", "North American coupon"),
    ("8111", "n4", "255", "", "优惠券积分", "Loyalty points"),
    ("8112", "x1-70/coupon", "", "", "北美电子优惠券", "Positive offer file coupon"),
    ("8200", "x1-70", "01", "", "扩展包装网址", "Product URL"),
    ("90", "x1-30", "", "", "双方约定信息", "Agreed between partners"),
    *((str(n), "x1-90", "", "", "公司内部信息", "Company internal") for n in range(91, 100)),
)

MEASURES: tuple[tuple[str, str, str, str], ...] = (
    ("310 311 312 313 314 315 316", ITEM, "千克 米 米 米 平方米 升 立方米", "kg m m m m2 L m3"),
    (
        "320 321 322 323 324 325 326 327 328 329",
        ITEM,
        "磅 英寸 英尺 码 英寸 英尺 码 英寸 英尺 码",
        "lb in ft yd in ft yd in ft yd",
    ),
    ("330 331 332 333 334 335 336", LOGISTIC, "千克 米 米 米 平方米 升 立方米", "kg m m m m2 L m3"),
    ("337", "01", "千克每平方米", "kg/m2"),
    (
        "340 341 342 343 344 345 346 347 348 349",
        LOGISTIC,
        "磅 英寸 英尺 码 英寸 英尺 码 英寸 英尺 码",
        "lb in ft yd in ft yd in ft yd",
    ),
    ("350 351 352", ITEM, "平方英寸 平方英尺 平方码", "in2 ft2 yd2"),
    ("353 354 355", LOGISTIC, "平方英寸 平方英尺 平方码", "in2 ft2 yd2"),
    ("356 357 360 361", ITEM, "金衡盎司 盎司 夸脱 加仑", "ozt oz qt gal"),
    ("362 363", LOGISTIC, "夸脱 加仑", "qt gal"),
    ("364 365 366", ITEM, "立方英寸 立方英尺 立方码", "in3 ft3 yd3"),
    ("367 368 369", LOGISTIC, "立方英寸 立方英尺 立方码", "in3 ft3 yd3"),
)

PREDEFINED = frozenset(
    ["00", "01", "02", "03", "11", "12", "13", "15", "16", "17", "20", "31", "32", "33", "34", "35", "36", "41"]
)
"""First two digits of the identifiers whose length is known without a separator (General Specifications 7.8.5)."""

NOT_IN_QUERY = frozenset(
    [
        "03",
        "21",
        "22",
        "235",
        "254",
        "7040",
        "7041",
        "8011",
        "8014",
        "8019",
        "8020",
        "8040",
        "8041",
        "8042",
        "8043",
        "8200",
    ]
)
"""Identifiers that may not be data attributes in the query of a Digital Link."""


@dataclass(frozen=True)
class Part:
    """One component of a value.

    :param charset: ``n`` digits, ``x`` set 82, ``y`` set 39, ``z`` base64url.
    :param least: fewest characters.
    :param most: most characters.
    :param rules: content rules by name (see ``content``).
    """

    charset: str
    least: int
    most: int
    rules: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Ai:
    """An application identifier.

    :param key: the identifier, 2 to 4 digits.
    :param needs: alternatives, each a tuple of patterns that must all be present; empty when nothing is needed.
    :param without: patterns that may not be present (itself aside).
    """

    key: str
    label: Label
    parts: tuple[Part, ...]
    needs: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]

    @property
    def most(self) -> int:
        """The greatest length of a value."""
        return sum(p.most for p in self.parts)

    @property
    def predefined(self) -> bool:
        """Whether the length is known from the first two digits, so that no separator follows."""
        return self.key[:2] in PREDEFINED

    @property
    def in_query(self) -> bool:
        """Whether it may be a data attribute of a Digital Link."""
        return self.key not in NOT_IN_QUERY


_PART = re.compile(r"(\[)?([nxyz])(\d+)(?:-(\d+))?((?:/\w+)*)\]?")


def _parts(text: str) -> tuple[Part, ...]:
    return tuple(
        Part(m[2], int(m[3]), int(m[4] or m[3]), tuple(m[5].split("/")[1:]), m[1] is not None)
        for m in _PART.finditer(text)
    )


def _expand(key: str) -> Iterator[str]:
    stem, ranged, last = key.partition("n0-")
    yield from (f"{stem}{n}" for n in range(int(last) + 1)) if ranged else (key,)


def _all() -> Iterator[Ai]:
    for key, form, needs, without, zh, en in ROWS:
        asked = tuple(tuple(alternative.split("+")) for alternative in needs.split("|")) if needs else ()
        for one in _expand(key):
            yield Ai(one, Label(zh, en), _parts(form), asked, tuple(without.split()))
    for stems, needs, zhs, ens in MEASURES:
        asked = tuple((alternative,) for alternative in needs.split("|"))
        for stem, zh, en in zip(stems.split(), zhs.split(), ens.split()):
            label = Label(f"度量（{zh}）", f"Measure ({en})")
            for one in _expand(stem + "n0-5"):
                yield Ai(one, label, _parts("n6"), asked, (stem + "n",))


AIS: dict[str, Ai] = {ai.key: ai for ai in _all()}


def ai_at(text: str) -> Ai | None:
    """The identifier at the beginning of ``text``, if any is known there."""
    return next((AIS[text[:n]] for n in (2, 3, 4) if text[:n] in AIS), None)


def matches(pattern: str, key: str) -> bool:
    """Whether ``key`` is meant by ``pattern`` (``31nn``: any digits for ``n``)."""
    return len(pattern) == len(key) and all(p in ("n", k) for p, k in zip(pattern, key))
