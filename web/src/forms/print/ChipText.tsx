import { Button, Popover, Select } from "antd";
import { useState } from "react";
import { type Label, useLang, useT } from "../../kit/index.ts";
import { NamePicker } from "../condition/NamePicker.tsx";
import { bothOf, LabelInput } from "../designer/props/LabelInput.tsx";
import type { Names } from "./useNames.ts";

const WORDS = ["plant", "made", "by", "today", "now", "copy", "number", "of", "serial"];

type ChipProps = { value: Label | string | undefined; onChange: (text: Label | undefined) => void; names: Names; name: string; edge?: boolean; long?: boolean };

/** A text in both languages into which fields are put. */
export function ChipText({ value, onChange, names, name, edge, long = true }: ChipProps) {
  const t = useT("forms");
  const lang = useLang();
  const put = (chip: string): void => {
    const both = typeof value === "string" ? { zh: value, en: value } : bothOf(value, lang);
    const with_ = (text: string): string => (text && !text.endsWith(" ") ? `${text} ${chip}` : text + chip);
    onChange({ zh: with_(both.zh), en: with_(both.en) });
  };
  const shown = typeof value === "string" ? { zh: value, en: value } : value;
  return (
    <div className="pt-chips">
      <LabelInput value={shown} onChange={onChange} name={name} long={long} />
      <InsertChip names={names} edge={edge} onPut={put} label={t("pt_insert")} />
    </div>
  );
}

/** Chooses a field, or a word of the printing, to put into a text. */
export function InsertChip({ names, edge, onPut, label }: { names: Names; edge?: boolean; onPut: (chip: string) => void; label: string }) {
  const t = useT("forms");
  const [open, setOpen] = useState(false);
  const done = (chip: string): void => {
    setOpen(false);
    onPut(chip);
  };
  const words = edge ? [...WORDS, "page", "pages"] : WORDS;
  const content = (
    <div className="pt-pick">
      <NamePicker lists spot={names.spot} book={names.book} value="" onOpen={names.open} onChange={(path) => done(`{${path}}`)} label={t("pt_field")} />
      <Select placeholder={t("pt_words")} value={null} onChange={(word: string) => done(`{#${word}}`)} options={words.map((word) => ({ value: word, label: t(`pt_word.${word}`) }))} />
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={content} destroyOnHidden>
      <Button size="small" type="dashed">
        + {label}
      </Button>
    </Popover>
  );
}
