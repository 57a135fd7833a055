import { type Label, useLang, useT } from "../../../kit/index.ts";
import { FormSelect } from "./FormSelect.tsx";
import { Fold, Line } from "./Fold.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { Items, useListed } from "./listed.tsx";
import { MapEditor, useSiblings } from "./MapEditor.tsx";
import { useTargetFields } from "./useTargetFields.ts";

type Next = { form: string; label?: Label | null; fill?: Record<string, string> };

/** What usually follows a record: another form, opened with some of its fields filled. */
export function NextFold() {
  const t = useT("forms");
  const list = useListed<Next>("then", t("df_next"));
  return (
    <Fold name="next" title={t("df_next")} shut wrong={list.wrong.flat().length}>
      <Items list={list} add={t("df_next_add")} none={t("df_next_none")} dropLabel={t("df_next_drop")} start={() => ({ form: "" })} head={(next, at) => <div style={{ flex: 1, minWidth: 0 }}><FormSelect label={t("df_next_form")} autoFocus={!next.form} value={next.form} onChange={(form) => list.put(at, { form, fill: undefined })} /></div>}>
        {(next, at) => (
          <>
            <Line label={t("df_next_label")}>
              <LabelInput name={t("df_next_label")} value={next.label} placeholder={t("df_next_label_usual")} onChange={(label) => list.put(at, { label })} />
            </Line>
            {next.form ? (
              <Line label={t("df_next_fill")}>
                <Fill next={next} onChange={(fill) => list.put(at, { fill })} />
              </Line>
            ) : null}
          </>
        )}
      </Items>
    </Fold>
  );
}

function Fill({ next, onChange }: { next: Next; onChange: (fill: Record<string, string> | undefined) => void }) {
  const t = useT("forms");
  const lang = useLang();
  const theirs = useTargetFields(next.form, lang);
  const ours = useSiblings("");
  return <MapEditor value={next.fill ?? {}} ours={theirs} theirs={[{ value: "id", label: t("df_next_self") }, ...ours]} add={t("dp_fill_add")} onChange={onChange} />;
}
