import type { Texts } from "../kit/i18n.ts";

export const texts: Texts = {
  product: { zh: "溯源", en: "Suyuan" },
  home: { zh: "首页", en: "Home" },
  no_page: { zh: "没有这个页面", en: "There is no such page" },
  no_page_hint: { zh: "地址可能有误，或页面已移动。", en: "The address may be wrong, or the page has moved." },
  go_home: { zh: "回到首页", en: "Go to the home page" },
  broken: { zh: "这个页面出错了", en: "This page failed" },
  stale: { zh: "页面已更新，请重新加载", en: "The pages were updated; please load again" },
};
