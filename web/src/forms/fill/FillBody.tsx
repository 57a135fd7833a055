import { Button } from "antd";
import type { FormInfo } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { ErrorList } from "./Notices.tsx";
import { Sections } from "./Sections.tsx";
import { inOrder, placeName } from "./state.ts";
import type { Filling } from "./useFormFill.ts";

/** The fields of a form that is filled in, with how much is to be mended above them. */
export function FillBody({ fill, form }: { fill: Filling; form: FormInfo }) {
  const { mistakes, state, tools } = fill;
  const label = useLabel();
  const paths = tools.phone ? [] : inOrder(state.program, Object.keys(mistakes.shown));
  const wrong = paths.map((path) => ({ path, name: placeName(state.program, path, label) }));
  return (
    <>
      <ErrorList loose={mistakes.loose} wrong={wrong} onGo={(path) => fill.focusFirst([path])} />
      <Sections
        state={state}
        definition={form.definition}
        errors={mistakes.shown}
        warnings={mistakes.warnings}
        reveal={fill.reveal}
        showing={fill.showing}
        onChange={fill.change}
        onLeave={fill.leave}
        onForget={mistakes.forget}
      />
    </>
  );
}

type SubmitBarProps = { fill: Filling; amending: boolean; sending: boolean; onSubmit: () => void };

/** The button that submits. On a phone the count of mistakes stands beside it: the head of the form is out of sight. */
export function SubmitBar({ fill, amending, sending, onSubmit }: SubmitBarProps) {
  const t = useT("forms");
  const wrong = Object.keys(fill.mistakes.shown);
  return (
    <>
      {fill.tools.phone && wrong.length ? (
        <Button danger onClick={() => fill.focusFirst(wrong)}>
          {t("mistakes", { count: wrong.length })}
        </Button>
      ) : null}
      <Button type="primary" loading={sending} onClick={onSubmit} title={t("submit_keys")} className="ff-submit">
        {t(amending ? "save_changes" : "submit")}
      </Button>
    </>
  );
}
