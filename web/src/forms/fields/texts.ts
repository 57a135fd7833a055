import type { Texts } from "../../kit/i18n.ts";

/** Words of the widgets, a part of the forms'. */
export const fieldTexts: Texts = {
  hours: { zh: "小时", en: "h" },
  minutes: { zh: "分", en: "min" },
  province: { zh: "省份", en: "Province" },
  address_rest: { zh: "市、区县、街道门牌", en: "City, district, street and number" },
};
