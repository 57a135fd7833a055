import type { Texts } from "../../kit/i18n.ts";

/** Words of drafts, a part of the forms'. */
export const draftTexts: Texts = {
  drafts: { zh: "草稿", en: "Drafts" },
  drafts_n: { zh: "草稿（{{n}}）", en: "Drafts ({{n}})" },
  draft_begun_on: { zh: "您 {{time}} 在另一台设备（{{device}}）上填写过，已接着打开", en: "You began this on another device ({{device}}) at {{time}}; it goes on from there" },
  draft_differ: { zh: "两台设备各填了一份，这里是较新的；另一份来自 {{device}}，{{time}}", en: "Two devices wrote this apart; this is the newer. The other was from {{device}} at {{time}}" },
  draft_this_device: { zh: "本机", en: "this device" },
  draft_replaced: { zh: "另一台设备（{{device}}）在 {{time}} 也存过草稿，已被这里的内容取代", en: "Another device ({{device}}) kept a draft at {{time}}; what is here took its place" },
  draft_stale: { zh: "这条记录后来被改过，请核对后再保存", en: "The record was changed since: look it over before saving" },
  draft_lost: { zh: "表单已没有这些栏目，填过的内容未带入：{{fields}}", en: "The form no longer has these fields; what was typed there is left out: {{fields}}" },
  draft_here_only: { zh: "草稿只存在本机：{{why}}", en: "The draft is on this device only: {{why}}" },
  draft_go_on: { zh: "继续填写", en: "Go on" },
  draft_amends: { zh: "更正", en: "amending" },
  draft_drop: { zh: "删除草稿", en: "Delete the draft" },
  draft_drop_sure: { zh: "删除这份草稿？", en: "Delete this draft?" },
  draft_no_hint: { zh: "还没填标题内容", en: "Nothing telling typed yet" },
};
