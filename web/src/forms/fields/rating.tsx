import { StarFilled, StarOutlined } from "@ant-design/icons";
import { useT } from "../../kit/index.ts";
import { NumberWidget } from "./number.tsx";
import { aria, type WidgetProps } from "./tools.ts";

const MOST_STARS = 10;

/** A rating in stars. */
export function RatingWidget(props: WidgetProps) {
  const t = useT("forms");
  const most = Number(props.field.max ?? 5);
  const least = Math.max(1, Number(props.field.min ?? 1));
  const now = Number(props.value ?? 0);
  if (props.compact || most > MOST_STARS) return <NumberWidget {...props} />;
  return (
    <div className={props.invalid ? "ff-stars ff-chips-wrong" : "ff-stars"} role="radiogroup" aria-labelledby={`${props.id}-label`}>
      {Array.from({ length: most }, (_, index) => index + 1).map((n) => (
        <button
          {...(n === Math.max(now, least) ? aria(props) : {})}
          key={n}
          type="button"
          role="radio"
          aria-checked={n === now}
          aria-label={t("rate", { n, most })}
          disabled={n < least}
          className={n <= now ? "ff-star on" : "ff-star"}
          onClick={() => props.onChange(n === now && !props.flags.required ? null : String(n))}
        >
          {n <= now ? <StarFilled /> : <StarOutlined />}
        </button>
      ))}
    </div>
  );
}
