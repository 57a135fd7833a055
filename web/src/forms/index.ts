export { cellText } from "./fields/cellText.ts";
export { FieldView, isNumber } from "./fields/FieldView.tsx";
export { FormFill } from "./fill/FormFill.tsx";
