import { FolderAddOutlined, FolderOutlined, MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { useEffect, useRef, useState } from "react";
import { Icon, useLabel, useLang, useT } from "../../../kit/index.ts";
import { type AppDoc, type FolderDoc, freshKey, labelIn, putApp, useDoing } from "./data.ts";
import { FormRow } from "./FormRow.tsx";
import { NameDialog } from "./NameDialog.tsx";
import type { Cupboard as CupboardOf, Shelf } from "./shelf.ts";

type CupboardProps = { cupboard: CupboardOf; apps: AppDoc[]; phone: boolean; taken: ReadonlySet<string>; fresh: boolean; onNew: (folder: string) => void };

/** One app with its folders and forms; one just made comes into sight. */
export function Cupboard({ cupboard, apps, phone, taken, fresh, onNew }: CupboardProps) {
  const t = useT("forms");
  const label = useLabel();
  const { app, shelves, count } = cupboard;
  const seen = useRef<HTMLElement>(null);
  useEffect(() => {
    if (fresh) seen.current?.scrollIntoView({ block: "center" });
  }, [fresh]);
  return (
    <section ref={seen} className={fresh ? "dl-app card fresh" : "dl-app card"} aria-label={app ? label(app.label) : t("design_no_app")}>
      <header className="dl-app-head">
        <Icon name={app?.icon || "app"} />
        <h2>{app ? label(app.label) : t("design_no_app")}</h2>
        <span className="faint">{count}</span>
        {app && !phone ? <AppTools app={app} onNew={() => onNew("")} /> : null}
      </header>
      {shelves.map((shelf) => (
        <ShelfOf key={shelf.folder?.key ?? ""} shelf={shelf} app={app} apps={apps} phone={phone} taken={taken} onNew={onNew} />
      ))}
      {count === 0 && !shelves.length ? (
        <p className="dl-none">
          {t("design_app_empty")}
          {phone ? null : (
            <Button type="link" size="small" onClick={() => onNew("")}>
              {t("design_new_form")}
            </Button>
          )}
        </p>
      ) : null}
    </section>
  );
}

/** What can be done with an app: a form in it, a folder, another name. */
function AppTools({ app, onNew }: { app: AppDoc; onNew: () => void }) {
  const t = useT("forms");
  const lang = useLang();
  const label = useLabel();
  const doing = useDoing();
  const [asked, setAsked] = useState<"folder" | "name" | null>(null);
  const rename = (name: string): Promise<boolean> => doing(() => putApp({ ...app, label: { ...app.label, [lang]: name } }));
  const addFolder = (name: string): Promise<boolean> =>
    doing(async () => {
      const folders = app.folders ?? [];
      const key = await freshKey(name, new Set(folders.map((one) => one.key)), "folder");
      await putApp({ ...app, folders: [...folders, { key, label: labelIn(lang, name) }] });
    });
  return (
    <span className="dl-tools">
      <Button type="text" size="small" icon={<PlusOutlined />} onClick={onNew}>
        {t("design_form")}
      </Button>
      <Button type="text" size="small" icon={<FolderAddOutlined />} onClick={() => setAsked("folder")}>
        {t("design_folder")}
      </Button>
      <Button type="text" size="small" onClick={() => setAsked("name")}>
        {t("design_rename")}
      </Button>
      {asked === "folder" ? <NameDialog title={t("design_new_folder")} ok={t("design_make")} onDone={addFolder} onClose={() => setAsked(null)} /> : null}
      {asked === "name" ? <NameDialog title={t("design_rename_app")} name={label(app.label)} ok={t("design_rename")} onDone={rename} onClose={() => setAsked(null)} /> : null}
    </span>
  );
}

type ShelfProps = { shelf: Shelf; app: AppDoc | null; apps: AppDoc[]; phone: boolean; taken: ReadonlySet<string>; onNew: (folder: string) => void };

function ShelfOf({ shelf, app, apps, phone, taken, onNew }: ShelfProps) {
  const t = useT("forms");
  const { folder, forms } = shelf;
  return (
    <>
      {folder && app ? <FolderHead folder={folder} app={app} empty={forms.length === 0} phone={phone} onNew={() => onNew(folder.key)} /> : null}
      <ul className={folder ? "dl-forms dl-in" : "dl-forms"}>
        {forms.map((form) => (
          <FormRow key={form.key} form={form} apps={apps} phone={phone} taken={taken} />
        ))}
        {folder && !forms.length ? <li className="dl-none">{t("design_folder_empty")}</li> : null}
      </ul>
    </>
  );
}

type FolderProps = { folder: FolderDoc; app: AppDoc; empty: boolean; phone: boolean; onNew: () => void };

function FolderHead({ folder, app, empty, phone, onNew }: FolderProps) {
  const t = useT("forms");
  const lang = useLang();
  const label = useLabel();
  const doing = useDoing();
  const { modal } = App.useApp();
  const [naming, setNaming] = useState(false);
  const put = (folders: FolderDoc[]): Promise<boolean> => doing(() => putApp({ ...app, folders }));
  const rename = (name: string): Promise<boolean> => put((app.folders ?? []).map((one) => (one.key === folder.key ? { ...one, label: { ...one.label, [lang]: name } } : one)));
  const drop = (): void =>
    void modal.confirm({ title: t("design_drop_folder", { name: label(folder.label) }), okText: t("design_delete"), onOk: () => put((app.folders ?? []).filter((one) => one.key !== folder.key)) });
  const items: MenuProps["items"] = [
    { key: "new", label: t("design_new_form_here"), onClick: onNew },
    { key: "rename", label: t("design_rename"), onClick: () => setNaming(true) },
    { key: "drop", label: t("design_delete"), disabled: !empty, title: empty ? undefined : t("design_drop_folder_full"), onClick: drop },
  ];
  return (
    <h3 className="dl-folder">
      <FolderOutlined /> {label(folder.label)}
      {phone ? null : (
        <Dropdown menu={{ items }} trigger={["click"]}>
          <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t("design_folder_more", { name: label(folder.label) })} />
        </Dropdown>
      )}
      {naming ? <NameDialog title={t("design_rename_folder")} name={label(folder.label)} ok={t("design_rename")} onDone={rename} onClose={() => setNaming(false)} /> : null}
    </h3>
  );
}
