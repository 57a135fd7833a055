import type { Texts } from "../../kit/i18n.ts";

/** Words of the widgets, a part of the forms'. */
export const fieldTexts: Texts = {
  hours: { zh: "小时", en: "h" },
  minutes: { zh: "分", en: "min" },
  pieces: { zh: "件数", en: "Pieces" },
  catch_weight: { zh: "件数和重量", en: "Pieces and weight" },
  weight_needed: { zh: "请填写重量", en: "Please give the weight" },
  bad_time: { zh: "请填写时刻，如 08:30", en: "Please give a time, as 08:30" },
  out_low: { zh: "偏低", en: "low" },
  out_high: { zh: "偏高", en: "high" },
  rich_tools: { zh: "文字格式", en: "Format" },
  rich_bold: { zh: "加粗", en: "Bold" },
  rich_italic: { zh: "斜体", en: "Italic" },
  rich_heading: { zh: "小标题", en: "Heading" },
  rich_list: { zh: "项目符号", en: "List" },
  rich_numbers: { zh: "编号列表", en: "Numbered list" },
  rich_link: { zh: "链接", en: "Link" },
  rich_address: { zh: "网址，按回车确定", en: "Address, then Enter" },
  province: { zh: "省份", en: "Province" },
  address_rest: { zh: "市、区县、街道门牌", en: "City, district, street and number" },
};
