import { CameraOutlined, CloseOutlined, LoadingOutlined, PictureOutlined } from "@ant-design/icons";
import { useRef } from "react";
import { useT } from "../../kit/index.ts";
import { useTools, type WidgetProps } from "./tools.ts";
import { useUploads } from "./upload.ts";

/** What the server reads; phones turn their own kinds into one of these. */
const KINDS = "image/jpeg,image/png,image/webp,image/gif";

/** Photos and pictures: the camera first on a phone. */
export function ImageWidget(props: WidgetProps) {
  const t = useT("forms");
  const tools = useTools();
  const { phone } = tools;
  const { kept, sending, add, remove, drop } = useUploads(props, "image");
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    input.value = "";
    void add(files);
  };
  const picker = (box: typeof camera, capture: boolean) => (
    <input
      ref={box}
      type="file"
      hidden
      accept={KINDS}
      multiple={!capture}
      {...(capture ? { capture: "environment" as const } : {})}
      onChange={(event) => chosen(event.currentTarget)}
    />
  );
  return (
    <div
      className={props.compact ? "ff-shots ff-shots-cell" : "ff-shots"}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void add([...event.dataTransfer.files]);
      }}
    >
      {kept.map((file) => (
        <span key={file.id} className="ff-shot">
          <a href={tools.fileAddress(file.id)} target="_blank" rel="noreferrer">
            <img src={tools.fileAddress(file.id)} alt={file.name ?? ""} />
          </a>
          <button type="button" className="ff-shot-drop" aria-label={`${t("remove")} ${file.name ?? ""}`} onClick={() => remove(file.id)}>
            <CloseOutlined />
          </button>
        </span>
      ))}
      {sending.map((one) => (
        <span key={one.key} className="ff-shot" title={one.wrong ?? one.name}>
          {one.preview ? <img src={one.preview} alt={one.name} className="ff-shot-sending" /> : null}
          {one.wrong ? (
            <button type="button" className="ff-shot-wrong" onClick={() => drop(one.key)}>
              {one.wrong}
            </button>
          ) : (
            <LoadingOutlined className="ff-shot-spin" />
          )}
        </span>
      ))}
      <button id={props.id} type="button" className={props.invalid ? "ff-shot-add ff-wrong" : "ff-shot-add"} onClick={() => (phone ? camera : album).current?.click()}>
        {phone ? <CameraOutlined /> : <PictureOutlined />}
        {props.compact ? null : <span>{t(phone ? "take_photo" : "add_image")}</span>}
      </button>
      {phone ? (
        <button type="button" className="ff-link" onClick={() => album.current?.click()}>
          {t("from_album")}
        </button>
      ) : null}
      {picker(camera, true)}
      {picker(album, false)}
    </div>
  );
}
