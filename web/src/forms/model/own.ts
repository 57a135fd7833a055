import type { FieldDef } from "../../api/index.ts";

/** Fields every record has, beside the form's own, as a list shows them. */
export const OWN_FIELDS: FieldDef[] = [
  { key: "created_at", type: "datetime", label: { zh: "创建时间", en: "Created" } },
  {
    key: "state",
    type: "choice",
    label: { zh: "状态", en: "State" },
    options: [
      { key: "submitted", label: { zh: "有效", en: "In force" } },
      { key: "voided", label: { zh: "已作废", en: "Voided" } },
    ],
  },
];
