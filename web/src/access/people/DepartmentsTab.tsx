import { PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Popconfirm, Select } from "antd";
import { useState } from "react";
import { api, Problem, ProblemBox, problemText } from "../../api/index.ts";
import { Nothing, useT, Waiting } from "../../kit/index.ts";
import { type Department, useDepartments, usePeople } from "./data.ts";

type Given = { name: string; parent: string | null };

/** The departments, each below the one it belongs to. */
export function DepartmentsTab() {
  const t = useT("access");
  const client = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<Department | "new" | null>(null);
  const found = useDepartments();
  const people = usePeople("");
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const rows = inTree(found.data.items);
  const staff = (id: string): number => (people.data?.items ?? []).filter((person) => person.active && person.department?.id === id).length;
  const close = async (one: Department): Promise<void> => {
    await api.patch(`/departments/${one.id}`, { active: false }).catch((problem: unknown) => void message.error(problemText(problem)));
    await client.invalidateQueries({ queryKey: ["departments"] });
  };
  return (
    <>
      <div className="people-bar">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setChosen("new")}>
          {t("new_department")}
        </Button>
      </div>
      {rows.length === 0 ? <Nothing title={t("department_none")} hint={t("department_none_hint")} /> : null}
      {rows.length > 0 ? (
        <div className="card people-scroll">
          <table className="people">
            <thead>
              <tr>
                <th>{t("department_name")}</th>
                <th>{t("department_people")}</th>
                <th aria-label={t("department_close")} />
              </tr>
            </thead>
            <tbody>
              {rows.map(({ one, depth }) => (
                <tr key={one.id}>
                  <td style={{ paddingLeft: 12 + depth * 20 }}>
                    <button type="button" className="as-link" onClick={() => setChosen(one)}>
                      {one.title}
                    </button>
                  </td>
                  <td>{staff(one.id)}</td>
                  <td>
                    <Popconfirm title={t("department_close_sure", { name: one.title })} onConfirm={() => void close(one)}>
                      <Button type="text" size="small">
                        {t("department_close")}
                      </Button>
                    </Popconfirm>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {chosen ? <DepartmentForm one={chosen === "new" ? null : chosen} all={found.data.items} onClose={() => setChosen(null)} /> : null}
    </>
  );
}

/** Every department after the one it belongs to, with how deep it lies. */
export function inTree(all: Department[]): { one: Department; depth: number }[] {
  const known = new Set(all.map((one) => one.id));
  const below = (parent: string | null, depth: number): { one: Department; depth: number }[] =>
    all
      .filter((one) => (one.parent && known.has(one.parent) ? one.parent : null) === parent)
      .flatMap((one) => [{ one, depth }, ...(depth < all.length ? below(one.id, depth + 1) : [])]);
  return below(null, 0);
}

function DepartmentForm({ one, all, onClose }: { one: Department | null; all: Department[]; onClose: () => void }) {
  const t = useT("access");
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  const [busy, setBusy] = useState(false);
  const save = async ({ name, parent }: Given): Promise<void> => {
    setBusy(true);
    try {
      await (one ? api.patch(`/departments/${one.id}`, { name, parent: parent ?? null }) : api.post("/departments", parent ? { name, parent } : { name }));
      await client.invalidateQueries({ queryKey: ["departments"] });
      onClose();
    } catch (problem) {
      const errors = problem instanceof Problem ? problem.errors.filter((wrong) => ["name", "parent"].includes(wrong.path)) : [];
      form.setFields(errors.map((wrong) => ({ name: wrong.path as keyof Given, errors: [wrong.message] })));
      if (!errors.length) void message.error(problemText(problem));
      setBusy(false);
    }
  };
  const others = all.filter((other) => other.id !== one?.id).map((other) => ({ value: other.id, label: other.title }));
  return (
    <Modal open title={one?.title ?? t("new_department")} onCancel={onClose} okText={t("save")} confirmLoading={busy} onOk={() => form.submit()}>
      <Form<Given> form={form} layout="vertical" initialValues={{ name: one?.title ?? "", parent: one?.parent ?? null }} onFinish={(given) => void save(given)}>
        <Form.Item name="name" label={t("department_name")} rules={[{ required: true, message: t("name_needed") }]}>
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item name="parent" label={t("department_above")}>
          <Select allowClear placeholder={t("department_top")} options={others} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
