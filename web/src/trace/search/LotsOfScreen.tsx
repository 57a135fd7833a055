import { FileTextOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { ProblemBox } from "../../api/index.ts";
import { Nothing, Page, usePlace, useT, Waiting } from "../../kit/index.ts";
import { LotRows } from "../screen/Welcome.tsx";
import { useLotsOf } from "./hits.ts";
import "../shared.css";
import "../screen/trace.css";
import "./search.css";

/** `/lots/of?form=&id=`: the lots of a document, customer, supplier or material; each leads to its trace. */
export function LotsOfScreen() {
  const t = useT("trace");
  const place = usePlace();
  const { form = "", id = "" } = place.search;
  const found = useLotsOf(form, id);
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={8} />;
  const { items, title } = found.data;
  return (
    <Page
      title={title}
      aside={t("lots_of", { n: items.length })}
      onBack={place.back}
      actions={
        <Button icon={<FileTextOutlined />} onClick={() => place.go(`/f/${form}/${id}`)}>
          {t("open_record")}
        </Button>
      }
    >
      <div className="lots-of">
        {items.length === 0 ? <Nothing title={t("lots_of_none")} hint={t("lots_of_none_hint")} /> : <LotRows lots={items} onTrace={(code) => place.go("/trace", { code })} />}
      </div>
    </Page>
  );
}
