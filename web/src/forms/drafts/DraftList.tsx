import { DeleteOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import "./drafts.css";
import { keys, problemText } from "../../api/index.ts";
import { address, showAgo, showDevice, useLang, useT } from "../../kit/index.ts";
import { draftName, dropDraft } from "../model/draft.ts";
import { type DraftBrief, dropServerDraft } from "./server.ts";

/** Where a draft is gone on with. */
export function draftAddress(draft: DraftBrief): string {
  if (draft.record) return `/f/${draft.form}/${draft.record}/amend`;
  const begun = draft.begun ? (JSON.parse(draft.begun) as Record<string, string>) : {};
  return address(`/f/${draft.form}/new`, begun);
}

/** The person's drafts: what was typed, when, on which device; a click goes on with one. */
export function DraftList({ drafts, person, nameOf }: { drafts: DraftBrief[]; person: string; nameOf?: (form: string) => string }) {
  const t = useT("forms");
  const lang = useLang();
  const client = useQueryClient();
  const { message } = App.useApp();
  const drop = async (draft: DraftBrief): Promise<void> => {
    try {
      await dropServerDraft(draft.id);
      await dropDraft(draftName(person, draft.form + draft.begun, draft.record ?? undefined));
      await client.invalidateQueries({ queryKey: keys.drafts });
    } catch (problem) {
      void message.error(problemText(problem));
    }
  };
  return (
    <ul className="drafts">
      {drafts.map((draft) => (
        <li key={draft.id} className="draft-row">
          <Link to={draftAddress(draft)} className="draft-link">
            <span className="cut">{[nameOf?.(draft.form), draft.hint].filter(Boolean).join(" · ") || t("draft_no_hint")}</span>
            <span className="faint">
              {draft.record ? `${t("draft_amends")} · ` : ""}
              {showAgo(draft.updated_at, lang)} · {showDevice(draft.device)}
            </span>
          </Link>
          <Popconfirm title={t("draft_drop_sure")} okText={t("draft_drop")} onConfirm={() => void drop(draft)}>
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("draft_drop")} />
          </Popconfirm>
        </li>
      ))}
    </ul>
  );
}
