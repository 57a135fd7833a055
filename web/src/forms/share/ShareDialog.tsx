import { CopyOutlined, DownloadOutlined, PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal, Popconfirm } from "antd";
import { useState } from "react";
import "./share.css";
import { type FormInfo, ProblemBox, problemText } from "../../api/index.ts";
import { Nothing, showInstant, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import { endLink, type FormLink, linksKey, type MadeLink, renewLink, useLinksOf } from "./data.ts";
import { NewLink } from "./NewLink.tsx";

type ShareProps = { form: FormInfo; open: boolean; onClose: () => void };

/** The public links of a form: made, looked at, given another address, ended. */
export function ShareDialog({ form, open, onClose }: ShareProps) {
  const t = useT("forms");
  const label = useLabel();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeLink | null>(null);
  const shown = (link: MadeLink): void => {
    setMade(link);
    setMaking(false);
    void client.invalidateQueries({ queryKey: linksKey(form.key) });
  };
  const close = (): void => {
    setMade(null);
    setMaking(false);
    onClose();
  };
  return (
    <Modal open={open} width={680} footer={null} destroyOnHidden title={t("share_title", { form: label(form.definition.label) })} onCancel={close}>
      {made ? (
        <Ready link={made} onBack={() => setMade(null)} />
      ) : making ? (
        <NewLink form={form} onMade={shown} onBack={() => setMaking(false)} />
      ) : (
        <LinkList form={form.key} open={open} onNew={() => setMaking(true)} onRenewed={shown} />
      )}
    </Modal>
  );
}

/** The address of a link, this once: to copy, to scan, to print. */
function Ready({ link, onBack }: { link: MadeLink; onBack: () => void }) {
  const t = useT("forms");
  const kit = useT("kit");
  const { message } = App.useApp();
  const picture = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(link.qr.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))}`;
  const copy = (): void => void navigator.clipboard.writeText(link.url).then(() => message.success(kit("copied")));
  return (
    <div className="share-ready">
      <img src={picture} alt={`QR ${link.name}`} width={220} height={220} />
      <div className="share-told">
        <h3>{t("share_ready")}</h3>
        <p>{link.name}</p>
        <Input readOnly value={link.url} className="mono" aria-label={t("share_copy")} onFocus={(event) => event.target.select()} />
        <div className="share-acts">
          <Button type="primary" icon={<CopyOutlined />} onClick={copy}>
            {t("share_copy")}
          </Button>
          <Button icon={<DownloadOutlined />} href={picture} download={`${link.name}.svg`}>
            {t("share_save_qr")}
          </Button>
          <Button onClick={onBack}>{t("share_back")}</Button>
        </div>
        <p className="quiet">{t("share_once")}</p>
      </div>
    </div>
  );
}

type ListProps = { form: string; open: boolean; onNew: () => void; onRenewed: (link: MadeLink) => void };

function LinkList({ form, open, onNew, onRenewed }: ListProps) {
  const t = useT("forms");
  const links = useLinksOf(form, open);
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={onNew}>
      {t("share_new")}
    </Button>
  );
  if (links.error) return <ProblemBox problem={links.error} onRetry={() => void links.refetch()} />;
  if (!links.data) return <Waiting rows={4} />;
  if (!links.data.length) {
    return (
      <Nothing title={t("share_none")} hint={t("share_intro")}>
        {add}
      </Nothing>
    );
  }
  return (
    <>
      <p className="quiet">{t("share_intro")}</p>
      <ul className="share-list">
        {links.data.map((link) => (
          <LinkRow key={link.id} form={form} link={link} onRenewed={onRenewed} />
        ))}
      </ul>
      {add}
    </>
  );
}

function LinkRow({ form, link, onRenewed }: { form: string; link: FormLink; onRenewed: (link: MadeLink) => void }) {
  const t = useT("forms");
  const label = useLabel();
  const client = useQueryClient();
  const { message } = App.useApp();
  const run = <T,>(work: Promise<T>, then: (answer: T) => void): void => {
    work.then(then, (problem) => message.error(problemText(problem)));
  };
  const facts = [
    link.most ? t("share_used_of", { n: link.used, most: link.most }) : t("share_used", { n: link.used }),
    link.today ? t("share_today", { n: link.today }) : "",
    t("share_good_until", { day: showInstant(link.expires_at).slice(0, 10) }),
    link.pin ? t("share_with_pin") : "",
    ...link.fixed.map((one) => `${label(one.label)} = ${one.shown}`),
    t("share_by", { name: link.made_by }),
  ];
  return (
    <li className="share-link">
      <div className="share-what">
        <strong className="cut">{link.name}</strong> <Tag tone={link.state === "open" ? "green" : "grey"}>{t(`share_state.${link.state}`)}</Tag>
        <div className="faint">{facts.filter(Boolean).join(" · ")}</div>
      </div>
      {link.state === "revoked" ? null : (
        <>
          <Popconfirm title={t("share_renew_sure")} okText={t("share_renew")} onConfirm={() => run(renewLink(form, link.id), onRenewed)}>
            <Button size="small">{t("share_renew")}</Button>
          </Popconfirm>
          <Popconfirm title={t("share_end_sure")} okText={t("share_end")} onConfirm={() => run(endLink(form, link.id), () => void client.invalidateQueries({ queryKey: linksKey(form) }))}>
            <Button size="small" danger>
              {t("share_end")}
            </Button>
          </Popconfirm>
        </>
      )}
    </li>
  );
}
