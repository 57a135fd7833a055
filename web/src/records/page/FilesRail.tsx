import { apiAddress, type FormInfo, type RecordData } from "../../api/index.ts";
import { Nothing, showBytes, useLabel, useT } from "../../kit/index.ts";
import { filesOf } from "./facts.ts";

/** Photos, documents and signatures of the record. */
export function FilesRail({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const label = useLabel();
  const found = filesOf(form, record);
  if (found.length === 0) return <Nothing title={t("no_files")} />;
  return (
    <ul className="rail-list">
      {found.map(({ field, file }) => (
        <li key={file.id}>
          <a href={apiAddress(`/files/${file.id}`)} target="_blank" rel="noreferrer" className="rail-file">
            {field.type === "file" ? null : <img className="rail-shot" src={apiAddress(`/files/${file.id}`)} alt="" loading="lazy" />}
            <span>
              <span className="rail-name">{file.name ?? file.id}</span>
              <span className="faint">
                {label(field.label)}
                {file.size ? ` · ${showBytes(file.size)}` : ""}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
