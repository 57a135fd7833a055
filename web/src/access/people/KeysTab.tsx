import { CopyOutlined, PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Popconfirm } from "antd";
import { useState } from "react";
import { api, ProblemBox, problemText } from "../../api/index.ts";
import { Blank, Code, Nothing, showInstant, useT, Waiting } from "../../kit/index.ts";
import { type ApiKey, useKeys } from "./data.ts";

/** One's own API keys: a key may do what its owner may, and its secret is shown once. */
export function KeysTab() {
  const t = useT("access");
  const found = useKeys();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [naming, setNaming] = useState(false);
  const [made, setMade] = useState<ApiKey | null>(null);
  const fresh = (): Promise<void> => client.invalidateQueries({ queryKey: ["keys"] });

  const make = async (given: { name: string }): Promise<void> => {
    try {
      setMade(await api.post<ApiKey>("/keys", given));
      setNaming(false);
      await fresh();
    } catch (problem) {
      void message.error(problemText(problem));
    }
  };
  const end = (key: ApiKey): void => {
    api.delete(`/keys/${key.id}`).then(fresh, (problem) => message.error(problemText(problem)));
  };
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNaming(true)}>
      {t("new_key")}
    </Button>
  );
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  return (
    <>
      {found.data.items.length === 0 ? (
        <Nothing title={t("no_keys")} hint={t("no_keys_hint")}>
          {add}
        </Nothing>
      ) : (
        <>
          <div className="people-bar">
            <span className="quiet">{t("no_keys_hint")}</span>
            {add}
          </div>
          <KeysTable items={found.data.items} onEnd={end} />
        </>
      )}
      <Modal open={naming} title={t("new_key")} footer={null} onCancel={() => setNaming(false)} destroyOnHidden>
        <Form layout="vertical" onFinish={(given: { name: string }) => void make(given)}>
          <Form.Item name="name" label={t("key_name")} extra={t("key_name_hint")} rules={[{ required: true, message: t("name_needed") }]}>
            <Input autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t("make_key")}
          </Button>
        </Form>
      </Modal>
      <Modal open={made !== null} title={t("key_made")} onCancel={() => setMade(null)} footer={null} destroyOnHidden>
        <p className="quiet">{t("key_once")}</p>
        <div className="secret">
          <Code>{made?.secret}</Code>
          <Button
            icon={<CopyOutlined />}
            aria-label={t("copy")}
            onClick={() => void navigator.clipboard.writeText(made?.secret ?? "").then(() => message.success(t("copied")))}
          />
        </div>
      </Modal>
    </>
  );
}

function KeysTable({ items, onEnd }: { items: ApiKey[]; onEnd: (key: ApiKey) => void }) {
  const t = useT("access");
  return (
    <div className="card people-scroll">
      <table className="people">
        <thead>
          <tr>
            <th>{t("key_name")}</th>
            <th>{t("created")}</th>
            <th>{t("last_used")}</th>
            <th aria-label={t("end_key")} />
          </tr>
        </thead>
        <tbody>
          {items.map((key) => (
            <tr key={key.id}>
              <td>{key.name}</td>
              <td>{showInstant(key.created)}</td>
              <td>{key.last_used ? showInstant(key.last_used) : <Blank />}</td>
              <td className="num">
                <Popconfirm title={t("end_key_sure", { name: key.name })} okText={t("end_key")} onConfirm={() => onEnd(key)}>
                  <Button size="small" danger>
                    {t("end_key")}
                  </Button>
                </Popconfirm>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
