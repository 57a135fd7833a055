import { Segmented, Select } from "antd";
import { useT } from "../../../kit/index.ts";
import { eachField, labelOf, typeOf } from "../model/doc.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { Fold, Line } from "./Fold.tsx";
import { useFormChange } from "./useField.ts";

type Serves = { role: string; [part: string]: string | undefined };

/** What each part of `serves` is: field types that may stand there. */
const PARTS: Record<string, Record<string, string[]>> = {
  material: { name: ["text"], code: ["text", "serial"], uom: ["choice"], inspect: ["bool"], shelf_life: ["number"], gtin: ["text"], conversions: ["list"] },
  place: { name: ["text"], code: ["text", "serial"], gln: ["text"] },
  party: { name: ["text"], code: ["text", "serial"], gln: ["text"] },
};
const ABOUT: Record<string, string[]> = { place: ["link", "location"], person: ["person"], equipment: ["link"], when: ["date", "datetime"] };

/** What records of the form are for tracing, and what they tell of. */
export function AboutFold() {
  const t = useT("forms");
  const d = useDesigner();
  const change = useFormChange();
  const serves = (d.doc.serves ?? undefined) as Serves | undefined;
  const about = (d.doc.about ?? {}) as Record<string, string | undefined>;
  const fields = (types: string[]) =>
    eachField(d.doc)
      .filter(({ field, list }) => !list && !field.retired && types.includes(typeOf(field)))
      .map(({ key, field }) => ({ value: key, label: labelOf(key, field, d.lang) }));
  const bare = (value: Record<string, string | undefined>): Record<string, string> | undefined => {
    const kept = Object.entries(value).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return kept.length ? Object.fromEntries(kept) : undefined;
  };
  const choose = (role: string): void => {
    if (role === "") return change(t("df_serves"), { serves: undefined });
    const names = fields(["text"]);
    change(t("df_serves"), { serves: { role, name: names.find((one) => one.value === "name")?.value ?? names[0]?.value ?? "", ...bare({ code: fields(["text", "serial"]).find((one) => one.value === "code")?.value }) } });
  };
  return (
    <Fold name="about" title={t("df_serves")} shut>
      <Line label={t("df_serves_as")} hint={t("df_serves_about")} errors={d.errors.serves}>
        <Segmented block size="small" value={serves?.role ?? ""} options={["", "material", "place", "party"].map((value) => ({ value, label: t(`df_serves.${value || "none"}`) }))} onChange={choose} />
      </Line>
      {serves
        ? Object.entries(PARTS[serves.role] ?? {}).map(([part, types]) => (
            <Line key={part} label={t(`df_serves_part.${part}`)}>
              <Select allowClear={part !== "name"} aria-label={t(`df_serves_part.${part}`)} placeholder={t("dp_none")} value={serves[part]} options={fields(types)} onChange={(key?: string) => change(t("df_serves"), { serves: { ...bare({ ...serves, [part]: key }), role: serves.role } })} />
            </Line>
          ))
        : null}
      <div className="de-say">{t("df_tells_about")}</div>
      {Object.entries(ABOUT).map(([part, types]) => (
        <Line key={part} label={t(`df_tells.${part}`)}>
          <Select allowClear aria-label={t(`df_tells.${part}`)} placeholder={t("dp_none")} value={about[part]} options={fields(types)} onChange={(key?: string) => change(t("df_tells_title"), { about: bare({ ...about, [part]: key }) })} />
        </Line>
      ))}
    </Fold>
  );
}
