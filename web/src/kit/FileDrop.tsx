import { InboxOutlined } from "@ant-design/icons";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import "./FileDrop.css";

type FileDropProps = {
  accept: string;
  title: ReactNode;
  hint: ReactNode;
  busy?: boolean;
  onFile: (file: File) => void;
};

/** A place to drop a file on, or to choose one. */
export function FileDrop({ accept, title, hint, busy, onFile }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const taken = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file && !busy) onFile(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    taken(event.dataTransfer.files);
  };
  return (
    <button
      type="button"
      className={over ? "drop drop-over" : "drop"}
      disabled={busy}
      onClick={() => input.current?.click()}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined className="drop-icon" />
      <span className="drop-title">{title}</span>
      <span className="faint">{hint}</span>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => {
          taken(event.target.files);
          event.target.value = "";
        }}
      />
    </button>
  );
}
