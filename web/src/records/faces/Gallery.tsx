import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { apiAddress, type FileValue, type FormInfo, type RecordData } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { valueOf } from "../list/columns.ts";
import type { Records } from "../list/data.ts";
import type { ListState } from "../list/useList.ts";
import { useMore } from "../list/useMore.ts";
import { Tile } from "./Tile.tsx";

/** The records of a list as pictures with their titles and chosen fields. */
export function Gallery({ form, list, records, onOpen }: { form: FormInfo; list: ListState; records: Records; onOpen: (index: number) => void }) {
  const t = useT("records");
  const end = useMore(records, 600);
  const { hasMore, more } = records;
  return (
    <div className="gallery-box">
      <div className="gallery">
        {records.items.map((record, index) => (
          <article key={record.id} className="tile gallery-card" tabIndex={0} role="button" onClick={() => onOpen(index)} onKeyDown={(event) => event.key === "Enter" && onOpen(index)}>
            <Picture record={record} field={list.face.picture} />
            <Tile form={form.definition} record={record} columns={list.columns} without={[list.face.picture]} />
          </article>
        ))}
      </div>
      <div ref={end} className="grid-more">
        {hasMore ? <Button onClick={more}>{t("load_more")}</Button> : t("end_of_list")}
      </div>
    </div>
  );
}

function Picture({ record, field }: { record: RecordData; field: string }) {
  const t = useT("records");
  const files = (valueOf(record, field) ?? []) as FileValue[];
  const [first] = files;
  return (
    <div className="gallery-shot">
      {first ? (
        <img src={apiAddress(`/files/${first.id}`)} alt={first.name ?? record.title} loading="lazy" />
      ) : (
        <span className="faint">
          <PictureOutlined /> {t("no_picture")}
        </span>
      )}
      {files.length > 1 ? <span className="gallery-count">{files.length}</span> : null}
    </div>
  );
}
