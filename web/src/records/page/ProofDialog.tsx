import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { api, type Problem, ProblemBox, type TimelineItem } from "../../api/index.ts";
import { Code, Fact, showExact, useT, Waiting } from "../../kit/index.ts";
import { headOf, isProven, type Proof } from "./proof.ts";

/** The proof of one entry, computed again in this browser. */
export function ProofDialog({ item, onClose }: { item: TimelineItem; onClose: () => void }) {
  const t = useT("records");
  const found = useQuery<{ proof: Proof; holds: boolean | null }, Problem>({
    queryKey: ["proof", item.id],
    queryFn: async ({ signal }) => {
      const proof = await api.get<Proof>(`/ledger/${item.id}/proof`, {}, signal);
      return { proof, holds: await isProven(proof) };
    },
    staleTime: 0,
  });
  return (
    <Modal open onCancel={onClose} footer={null} title={t("proof")} width={560}>
      {found.error ? <ProblemBox problem={found.error} /> : null}
      {found.isPending ? <Waiting rows={4} /> : null}
      {found.data ? <Shown item={item} proof={found.data.proof} holds={found.data.holds} /> : null}
    </Modal>
  );
}

function Shown({ item, proof, holds }: { item: TimelineItem; proof: Proof; holds: boolean | null }) {
  const t = useT("records");
  const head = headOf(proof.checkpoint);
  return (
    <div className="proof">
      <div className={holds === false ? "proof-verdict bad" : "proof-verdict"}>
        {holds === false ? <CloseCircleFilled /> : <CheckCircleFilled />}
        {t(holds === null ? "proof_unchecked" : holds ? "proof_holds" : "proof_fails")}
      </div>
      <p className="quiet">{t("proof_hint")}</p>
      <div className="proof-facts">
        <Fact label={t("proof_entry")}>
          <Code>{item.id}</Code>
        </Fact>
        <Fact label={t("proof_at")}>{showExact(item.at)}</Fact>
        <Fact label={t("proof_place")}>{t("proof_place_of", { index: proof.index + 1, size: head.size })}</Fact>
        <Fact label={t("proof_leaf")}>
          <Code>{proof.leaf}</Code>
        </Fact>
        <Fact label={t("proof_root")}>
          <Code>{head.root}</Code>
        </Fact>
      </div>
      <details>
        <summary>{t("proof_note")}</summary>
        <pre className="mono">{proof.checkpoint}</pre>
      </details>
    </div>
  );
}
