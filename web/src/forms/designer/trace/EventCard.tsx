import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Segmented, Select, Switch } from "antd";
import { useMemo } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { ExpressionInput } from "../expr/ExpressionInput.tsx";
import type { Book } from "../../condition/names.ts";
import { pathLabels } from "../../condition/names.ts";
import { NamePicker } from "../../condition/NamePicker.tsx";
import { spotAt } from "../expr/place.ts";
import { fieldAt } from "../model/doc.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { Fold, Line } from "../props/Fold.tsx";
import { type LotLink, lotPaths, type Mapping, type Part, quantityFor, SAYS, TILES, type Verb } from "./mapping.ts";
import { NewLot } from "./NewLot.tsx";

type CardProps = { mapping: Mapping; book: Book; onChange: (changes: Partial<Mapping>) => void };

/** One event: its lots with their quantities, where, from whom, when, and the status after it. */
export function EventCard({ mapping, book, onChange }: CardProps) {
  const t = useT("forms");
  const says = SAYS[mapping.verb];
  const tile = TILES.find((one) => one.verbs.includes(mapping.verb))!;
  const choose = (verb: Verb): void => onChange({ verb, loss: undefined, status: undefined, ...moved(mapping, verb) });
  return (
    <div className="dt-body">
      {tile.verbs.length > 1 ? <Segmented value={mapping.verb} options={tile.verbs.map((value) => ({ value, label: t(`dt_verb.${value}`) }))} onChange={choose} /> : null}
      <div className="dt-flow">
        {says.parent ? <Parent mapping={mapping} onChange={onChange} /> : null}
        {says.lots.map((part) => (
          <Lots key={part} part={part} mapping={mapping} onChange={onChange} />
        ))}
      </div>
      <div className="dt-grid">
        {says.places.map((name) => (
          <Line key={name} label={t(`dt_place.${mapping.verb}.${name}`, { defaultValue: t(`dt_part.${name}`) })}>
            <PlacePick name={name} value={mapping[name] ?? ""} book={book} list={listOf(mapping)} onChange={(path) => onChange({ [name]: path })} />
          </Line>
        ))}
        <Line label={t("dt_part.when")} hint={t("dt_when_about")}>
          <ExpressionInput at="" want="datetime" label={t("dt_part.when")} placeholder={t("dt_when_now")} value={mapping.when} onChange={(when) => onChange({ when })} />
        </Line>
        {says.status ? (
          <Line label={t("dt_status")} hint={t("dt_status_about")}>
            <StatusPick value={mapping.status} at={listOf(mapping)} onChange={(status) => onChange({ status })} />
          </Line>
        ) : null}
      </div>
      <Fold name="dt more" title={t("dt_rest")} shut>
        <Line label={t("dt_only_when")}>
          <ConditionInput at="" label={t("dt_only_when")} add={t("dt_only_when_add")} value={mapping.only_when} onChange={(only_when) => onChange({ only_when })} />
        </Line>
        {mapping.verb === "transform" ? (
          <Line label={t("dt_split")} hint={t("dt_split_about")} beside>
            <Switch size="small" aria-label={t("dt_split")} checked={Boolean(mapping.split)} onChange={(on) => onChange({ split: on || undefined })} />
          </Line>
        ) : null}
        {mapping.verb === "dispose" || mapping.verb === "observe" ? (
          <Line label={t("dt_loss")} hint={t(`dt_loss_about.${mapping.verb}`)}>
            <Segmented value={mapping.loss ?? ""} options={(mapping.verb === "dispose" ? ["", "sampled"] : ["", "lost"]).map((value) => ({ value, label: t(`dt_loss.${mapping.verb}.${value || "none"}`) }))} onChange={(loss) => onChange({ loss: loss || undefined })} />
          </Line>
        ) : null}
        <Line label={t("dt_step")} hint={t("dt_step_about")}>
          <Select allowClear showSearch={{ optionFilterProp: "label" }} aria-label={t("dt_step")} placeholder={t("dt_step_usual")} value={mapping.step} options={STEPS.map((value) => ({ value, label: t(`dt_step.${value}`) }))} onChange={(step?: string) => onChange({ step })} />
        </Line>
      </Fold>
    </div>
  );
}

const STEPS = ["accepting", "arriving", "commissioning", "destroying", "inspecting", "loading", "packing", "picking", "receiving", "repackaging", "sampling", "shipping", "staging_outbound", "stocking", "stock_taking", "storing", "transporting", "unloading", "unpacking"];

/** The lots of the old verb under the parts that the new one has. */
function moved(mapping: Mapping, verb: Verb): Partial<Mapping> {
  const all = [...(mapping.objects ?? []), ...(mapping.outputs ?? []), ...(mapping.inputs ?? [])];
  const first = SAYS[verb].lots[0];
  return { inputs: undefined, outputs: undefined, objects: undefined, ...(first ? { [first]: all } : {}) };
}

/** The detail list whose rows an event is about. */
function listOf(mapping: Mapping): string {
  const lists = new Set([...(mapping.outputs ?? []), ...(mapping.objects ?? [])].map((link) => (link.lot.includes(".") ? link.lot.split(".")[0]! : "")));
  return lists.size === 1 ? [...lists][0]! : "";
}

function useLotNames(): (path: string) => string {
  const lang = useLang();
  const d = useDesigner();
  return (path) => pathLabels(spotAt(d.doc, ""), { form: () => undefined, serving: () => undefined }, path.split("."), lang).join(" › ");
}

function Lots({ part, mapping, onChange }: { part: Part; mapping: Mapping; onChange: CardProps["onChange"] }) {
  const t = useT("forms");
  const d = useDesigner();
  const nameOf = useLotNames();
  const links = mapping[part] ?? [];
  const makes = SAYS[mapping.verb].makes === part;
  const paths = makes ? lotPaths(d.doc) : lotPaths(d.doc, "old");
  const put = (at: number, link: LotLink | null): void => onChange({ [part]: link ? links.map((one, n) => (n === at ? link : one)) : links.filter((_, n) => n !== at) });
  const add = (): void => {
    const lot = paths.find((path) => !links.some((link) => link.lot === path));
    if (lot) onChange({ [part]: [...links, { lot, quantity: quantityFor(d.doc, lot) }] });
  };
  return (
    <div className="dt-part">
      <h3>{t(`dt_lots.${mapping.verb}.${part}`, { defaultValue: t(`dt_part.${part}`) })}</h3>
      {links.map((link, at) => {
        const field = fieldAt(d.doc, link.lot);
        return (
          <div key={at} className="dt-link">
            <div className="dt-pair">
              <Select aria-label={t("dt_lot")} value={link.lot} options={[...new Set([...paths, link.lot])].map((value) => ({ value, label: nameOf(value) }))} onChange={(lot) => put(at, { ...link, lot, quantity: quantityFor(d.doc, lot) ?? link.quantity })} />
              <Button type="text" icon={<DeleteOutlined />} aria-label={t("dt_drop_lot")} onClick={() => put(at, null)} />
            </div>
            <Line label={t("dt_quantity")}>
              <ExpressionInput at={link.lot.includes(".") ? link.lot.split(".")[0]! : ""} want="number" label={t("dt_quantity")} placeholder={t("dt_quantity_whole")} value={link.quantity} onChange={(quantity) => put(at, { ...link, quantity })} />
            </Line>
            {field?.new ? <NewLot path={link.lot} /> : null}
          </div>
        );
      })}
      {links.length < paths.length ? (
        <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={add}>
          {t("dt_add_lot")}
        </Button>
      ) : null}
      {!paths.length && !links.length ? <div className="de-say">{t("dt_no_lot_fields")}</div> : null}
    </div>
  );
}

function Parent({ mapping, onChange }: { mapping: Mapping; onChange: CardProps["onChange"] }) {
  const t = useT("forms");
  const d = useDesigner();
  const nameOf = useLotNames();
  const paths = lotPaths(d.doc).filter((path) => !path.includes("."));
  const field = mapping.parent ? fieldAt(d.doc, mapping.parent) : undefined;
  return (
    <div className="dt-part">
      <h3>{t(`dt_lots.${mapping.verb}.parent`)}</h3>
      <Select aria-label={t("dt_part.parent")} placeholder={t("dt_choose_lot")} value={mapping.parent} options={paths.map((value) => ({ value, label: nameOf(value) }))} onChange={(parent) => onChange({ parent })} />
      {field?.new ? <NewLot path={mapping.parent!} /> : null}
    </div>
  );
}

function PlacePick({ name, value, book, list, onChange }: { name: string; value: string; book: Book; list: string; onChange: (path: string | undefined) => void }) {
  const t = useT("forms");
  const d = useDesigner();
  const spot = useMemo(() => spotAt(d.doc, list), [d.doc, list]);
  return (
    <div className="dt-pair">
      <NamePicker spot={spot} book={book} label={t(`dt_part.${name}`)} value={value} onOpen={() => undefined} onChange={onChange} fits={(type) => type.kind === "link"} />
      {value ? <Button type="text" icon={<DeleteOutlined />} aria-label={t("de_clear")} onClick={() => onChange(undefined)} /> : <span />}
    </div>
  );
}

const STATUSES = ["quarantine", "released", "held", "rejected"];

/** The status after the event: always the same, or by an expression. */
function StatusPick({ value, at, onChange }: { value: string | undefined; at: string; onChange: (text: string | undefined) => void }) {
  const t = useT("forms");
  const k = useT("kit");
  const fixedOne = STATUSES.find((one) => value === `"${one}"`);
  const way = value === undefined ? "" : (fixedOne ?? "by");
  return (
    <>
      <Select
        aria-label={t("dt_status")}
        style={{ width: "100%" }}
        value={way}
        options={[{ value: "", label: t("dt_status_same") }, ...STATUSES.map((one) => ({ value: one, label: k(`status.${one}`) })), { value: "by", label: t("dt_status_by") }]}
        onChange={(next) => onChange(next === "" ? undefined : next === "by" ? 'IF(TRUE, "released", "held")' : `"${next}"`)}
      />
      {way === "by" ? <ExpressionInput at={at} want="text" label={t("dt_status")} value={value} onChange={onChange} /> : null}
    </>
  );
}
