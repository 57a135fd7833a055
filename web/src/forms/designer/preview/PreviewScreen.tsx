import { useEffect, useState } from "react";
import "../designer.css";
import { Problem, ProblemBox } from "../../../api/index.ts";
import { labelText, Page, useIsPhone, useLang, usePlace, useT, Waiting } from "../../../kit/index.ts";
import { FormPreview } from "../../fill/FormPreview.tsx";
import { server, type Version } from "../model/server.ts";

/** `/preview/:form`: the newest version of a form, draft or not, to be tried where one is. */
export function PreviewScreen() {
  const t = useT("forms");
  const lang = useLang();
  const phone = useIsPhone();
  const place = usePlace();
  const key = place.params.form ?? "";
  const [found, setFound] = useState<Version | Problem | null>(null);
  useEffect(() => {
    let gone = false;
    server.load(key).then(
      (one) => (gone ? undefined : setFound(one)),
      (error: unknown) => (gone ? undefined : setFound(error instanceof Problem ? error : new Problem(0, String(error), ""))),
    );
    return () => {
      gone = true;
    };
  }, [key]);
  if (found instanceof Problem) return <ProblemBox problem={found} onRetry={() => place.go(`/preview/${key}`, {}, true)} />;
  if (!found) return <Waiting rows={8} />;
  return (
    <Page title={t("design_preview_of_form", { name: labelText(found.definition.label, lang) })} aside={t("design_preview_only")} onBack={() => place.go("/design")}>
      <div className="dz-tried">
        <FormPreview definition={found.definition} device={phone ? "phone" : "desk"} />
      </div>
    </Page>
  );
}
