import type { Texts } from "../kit/i18n.ts";

export const texts: Texts = {
  unreachable: { zh: "连接不上服务器", en: "The server cannot be reached" },
  unreachable_hint: { zh: "请检查网络后重试。", en: "Check the network and try again." },
  unreadable: { zh: "服务器的回答无法读取（{{status}}）", en: "The server's answer could not be read ({{status}})" },
  not_found: { zh: "没有找到", en: "Not found" },
  forbidden: { zh: "没有权限", en: "Not allowed" },
  broken: { zh: "出错了", en: "Something went wrong" },
  report_id: { zh: "报修编号 {{id}}", en: "Report no. {{id}}" },
  retry: { zh: "重试", en: "Try again" },
};
