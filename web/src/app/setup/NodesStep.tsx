import { Button, Checkbox } from "antd";
import { useState } from "react";
import { problemText } from "../../api/index.ts";
import { StageDot, useLabel, useT } from "../../kit/index.ts";
import { type SetupNode, useChange } from "./data.ts";

const STAGE: Record<string, string> = {
  purchase: "supplier",
  receiving: "receipt",
  production: "production",
  inspection: "inspection",
  packing: "packing",
  logistics: "shipment",
};
const NAMED = 4;

/** Which parts of the chain this plant works with; the forms of the others are not shown. */
export function NodesStep({ nodes, onSaved }: { nodes: SetupNode[]; onSaved: () => void }) {
  const t = useT("app");
  const label = useLabel();
  const change = useChange();
  const [on, setOn] = useState(() => new Set(nodes.filter((node) => node.on).map((node) => node.key)));
  const turn = (key: string): void => {
    const next = new Set(on);
    if (!next.delete(key)) next.add(key);
    setOn(next);
  };
  const save = (): void => change.mutate({ nodes: nodes.map((node) => node.key).filter((key) => on.has(key)) }, { onSuccess: onSaved });
  return (
    <>
      <div className="nodes">
        {nodes.map((node) => (
          <label key={node.key} className={on.has(node.key) ? "node node-on" : "node"}>
            <Checkbox checked={on.has(node.key)} onChange={() => turn(node.key)} />
            <span className="node-text">
              <span className="node-name">
                <StageDot stage={STAGE[node.key]} /> {t(`node.${node.key}`)}
              </span>
              <span className="faint">
                {node.forms.slice(0, NAMED).map(label).join(t("comma"))}
                {node.forms.length > NAMED ? t("and_more", { count: node.forms.length }) : ""}
              </span>
            </span>
          </label>
        ))}
      </div>
      <p className="faint">{t("nodes_hint")}</p>
      {change.error ? <p className="step-wrong">{problemText(change.error)}</p> : null}
      <Button type="primary" disabled={on.size === 0} loading={change.isPending} onClick={save}>
        {t("save_next")}
      </Button>
    </>
  );
}
