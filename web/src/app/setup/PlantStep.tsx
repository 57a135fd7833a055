import { AutoComplete, Button, Form, Input } from "antd";
import { useMemo } from "react";
import { problemText } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { type PlantFacts, useChange } from "./data.ts";

type Given = { zh: string; en: string; zone: string; gs1_prefix: string; host: string };
const UNNAMED = "溯源";

/** What the plant is called, its clock, and where its codes lead. */
export function PlantStep({ plant, onSaved }: { plant: PlantFacts; onSaved: () => void }) {
  const t = useT("app");
  const [form] = Form.useForm<Given>();
  const change = useChange();
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone })), []);
  const fresh = plant.name.zh === UNNAMED && plant.name.en === "Suyuan";
  const save = ({ zh, en, ...rest }: Given): void =>
    change.mutate(
      { name: { zh: zh.trim(), en: en.trim() }, ...rest },
      {
        onSuccess: onSaved,
        onError: (problem) =>
          form.setFields(problem.errors.map((one) => ({ name: (one.path.startsWith("name") ? "zh" : one.path) as keyof Given, errors: [one.message] }))),
      },
    );
  const placed = change.error?.errors.length;
  return (
    <Form<Given>
      form={form}
      layout="vertical"
      className="step-form"
      onFinish={save}
      initialValues={{ zh: fresh ? "" : plant.name.zh, en: fresh ? "" : plant.name.en, zone: plant.zone, gs1_prefix: plant.gs1_prefix, host: plant.host }}
    >
      <Form.Item name="zh" label={t("plant_zh")} rules={[{ required: true, message: t("plant_name_needed") }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="en" label={t("plant_en")}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="zone" label={t("plant_zone")} rules={[{ required: true, message: t("plant_zone_needed") }]}>
        <AutoComplete options={zones} showSearch={{ filterOption: (text, option) => String(option?.value ?? "").toLowerCase().includes(text.toLowerCase()) }} />
      </Form.Item>
      <Form.Item name="gs1_prefix" label={t("plant_prefix")} extra={t("plant_prefix_hint")}>
        <Input className="mono" inputMode="numeric" maxLength={12} />
      </Form.Item>
      <Form.Item name="host" label={t("plant_host")} extra={t("plant_host_hint")} className="step-wide">
        <Input placeholder="https://trace.example.cn" inputMode="url" />
      </Form.Item>
      {change.error && !placed ? <p className="step-wrong">{problemText(change.error)}</p> : null}
      <div className="step-wide">
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("save_next")}
        </Button>
      </div>
    </Form>
  );
}
