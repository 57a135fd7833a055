import { DeleteOutlined } from "@ant-design/icons";
import { Button, Popconfirm } from "antd";
import { type ReactNode, useMemo } from "react";
import "./trace.css";
import { Nothing, useLang, useT } from "../../../kit/index.ts";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { EventCard } from "./EventCard.tsx";
import { fixed, fixesOf, mappingsOf, TILES, type Verb, withEvent, withMappings } from "./mapping.ts";

/** What happens to lots here: events chosen from seven tiles, read back in a sentence, with what is missing below. */
export function TraceTab() {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const spot = useMemo(() => spotAt(d.doc, ""), [d.doc]);
  const book = useBook(spot);
  const mappings = mappingsOf(d.doc);
  const add = (verb: Verb): void => d.apply(t("dt_added", { verb: t(`dt_verb.${verb}`) }), (doc) => withEvent(doc, book, verb));
  const errors = Object.entries(d.errors).filter(([path]) => path === "trace" || path.startsWith("trace.") || path.startsWith("trace["));
  const hints = d.hints.filter((one) => one.path === "" || one.path.startsWith("trace"));
  return (
    <div className="dt">
      <section className="dt-ask">
        <h2>{t(mappings.length ? "dt_more" : "dt_ask")}</h2>
        <div className="dt-tiles" role="group" aria-label={t("dt_ask")}>
          {TILES.map((tile) => (
            <button key={tile.key} type="button" className={mappings.some((one) => tile.verbs.includes(one.verb)) ? "dt-tile on" : "dt-tile"} onClick={() => add(tile.verbs[0]!)}>
              <VerbPicture verb={tile.verbs[0]!} />
              <strong>{t(`dt_tile.${tile.key}`)}</strong>
              <span>{t(`dt_tile_hint.${tile.key}`)}</span>
            </button>
          ))}
        </div>
      </section>
      {mappings.length ? null : <Nothing title={t("dt_none")} hint={t("dt_none_hint")} />}
      {mappings.map((mapping, index) => {
        const put = (changes: Partial<typeof mapping>): void => d.apply(t("dp_changed", { what: t(`dt_verb.${mapping.verb}`) }), (doc) => withMappings(doc, mappingsOf(doc).map((one, at) => (at === index ? { ...one, ...changes } : one))));
        const fixes = fixesOf(d.doc, mapping, book);
        const sentence = d.sentences[index];
        return (
          <section key={index} className="dt-event card" aria-label={t(`dt_verb.${mapping.verb}`)}>
            <header>
              <VerbPicture verb={mapping.verb} />
              <strong>
                {mappings.length > 1 ? `${index + 1}. ` : ""}
                {t(`dt_verb.${mapping.verb}`)}
              </strong>
              <Popconfirm title={t("dt_drop_sure")} okText={t("dt_drop")} cancelText={t("cancel")} onConfirm={() => d.apply(t("dt_dropped"), (doc) => withMappings(doc, mappingsOf(doc).filter((_, at) => at !== index)))}>
                <Button type="text" icon={<DeleteOutlined />} aria-label={t("dt_drop")} />
              </Popconfirm>
            </header>
            {sentence ? (
              <p className="dt-sentence" aria-live="polite">
                {sentence[lang]}
              </p>
            ) : null}
            {fixes.map((fix) => (
              <div key={`${fix.key} ${fix.part ?? ""} ${fix.at ?? ""}`} className="dt-lint" role="alert">
                <span>{t(`dt_needs.${fix.key}`, { part: fix.part ? t(`dt_part.${fix.part}`) : "" })}</span>
                <Button size="small" onClick={() => d.apply(t("dt_fixed"), (doc) => fixed(doc, book, index, fix))}>
                  {t(`dt_fix.${fix.key}`)}
                </Button>
              </div>
            ))}
            <EventCard mapping={mapping} book={book} onChange={put} />
          </section>
        );
      })}
      {errors.length || hints.length ? (
        <section className="dt-lints" aria-label={t("dt_lint")}>
          {errors.flatMap(([path, messages]) =>
            messages.map((message) => (
              <div key={path + message} className="dt-lint bad">
                {message}
              </div>
            )),
          )}
          {hints.map((hint) => (
            <div key={hint.message} className="dt-lint">
              {hint.message}
            </div>
          ))}
        </section>
      ) : null}
    </div>
  );
}

/** What a verb does, in a few lines: boxes are lots, the frame is the plant. */
export function VerbPicture({ verb }: { verb: Verb }) {
  return (
    <svg width="44" height="32" viewBox="0 0 44 32" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true" className="dt-picture">
      {PICTURES[verb]}
    </svg>
  );
}

const arrow = (x: number, y: number): string => `M${x - 10} ${y}h10m-4-4l4 4-4 4`;
const box = (x: number, y: number, size = 10) => <rect key={`${x} ${y}`} x={x} y={y} width={size} height={size} rx="2" />;
const PICTURES: Record<Verb, ReactNode> = {
  receive: [<path key="a" d={arrow(16, 16)} />, <path key="f" d="M20 6v20h20V6" />, box(25, 11)],
  create: [box(17, 11), <path key="a" d="M22 2v5M22 25v5M8 16h5M31 16h5" />],
  transform: [box(2, 3), box(2, 19), <path key="a" d="M12 8c8 0 4 8 12 8m-12 8c8 0 4-8 12-8m-3-4l4 4-4 4" />, box(30, 11)],
  move: [<rect key="r" x="1" y="11" width="10" height="10" rx="2" strokeDasharray="3 2" />, <path key="a" d="M14 16h14m-4-4l4 4-4 4" />, box(32, 11)],
  pack: [<rect key="r" x="14" y="4" width="28" height="24" rx="2" />, box(18, 8, 8), box(30, 8, 8), box(18, 18, 8), <path key="a" d={arrow(11, 16)} />],
  unpack: [<rect key="r" x="2" y="4" width="26" height="24" rx="2" />, box(6, 8, 8), box(16, 8, 8), <path key="a" d={arrow(42, 16)} />],
  ship: [<path key="f" d="M24 6H4v20h20" />, box(9, 11), <path key="a" d="M24 16h16m-4-4l4 4-4 4" />],
  observe: [box(6, 8, 14), <circle key="c" cx="27" cy="15" r="7" />, <path key="h" d="M32 20l6 7" />],
  dispose: [box(15, 3), <path key="b" d="M10 18h24l-3 12H13zM22 14v3" />],
};
