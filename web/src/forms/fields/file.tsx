import { CloseOutlined, FileOutlined, LoadingOutlined, PaperClipOutlined } from "@ant-design/icons";
import { useRef } from "react";
import { showBytes, useT } from "../../kit/index.ts";
import { useTools, type WidgetProps } from "./tools.ts";
import { useUploads } from "./upload.ts";

/** Files: certificates, reports, drawings. */
export function FileWidget(props: WidgetProps) {
  const t = useT("forms");
  const tools = useTools();
  const { phone } = tools;
  const { kept, sending, add, remove, drop } = useUploads(props, "file");
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div
      className={props.compact ? "ff-files ff-files-cell" : "ff-files"}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void add([...event.dataTransfer.files]);
      }}
    >
      {kept.map((file) => (
        <span key={file.id} className="ff-file">
          <FileOutlined />
          <a className="cut" href={tools.fileAddress(file.id)} download={file.name}>
            {file.name ?? file.id}
          </a>
          {file.size ? <span className="faint">{showBytes(file.size)}</span> : null}
          <button type="button" className="ff-icon" aria-label={`${t("remove")} ${file.name ?? ""}`} onClick={() => remove(file.id)}>
            <CloseOutlined />
          </button>
        </span>
      ))}
      {sending.map((one) => (
        <span key={one.key} className={one.wrong ? "ff-file ff-file-wrong" : "ff-file"}>
          {one.wrong ? <FileOutlined /> : <LoadingOutlined />}
          <span className="cut">{one.wrong ?? one.name}</span>
          {one.wrong ? (
            <button type="button" className="ff-icon" aria-label={t("remove")} onClick={() => drop(one.key)}>
              <CloseOutlined />
            </button>
          ) : null}
        </span>
      ))}
      <button id={props.id} type="button" className={props.invalid ? "ff-file-add ff-wrong" : "ff-file-add"} onClick={() => picker.current?.click()}>
        <PaperClipOutlined />
        {props.compact ? null : <span>{t("add_file")}</span>}
        {props.compact || phone ? null : <span className="faint">{t("drop_files")}</span>}
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          void add(files);
        }}
      />
    </div>
  );
}
