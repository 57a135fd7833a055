import { inputId } from "../model/path.ts";

const FRAMES = 30;

/** Puts the focus into the field at a path, as soon as it is drawn: a row's may have to come into view first. */
export function focusPath(path: string, scope = "", frames = FRAMES): void {
  requestAnimationFrame(() => {
    const drawn = document.getElementById(inputId(path, scope));
    const input = (drawn?.closest("[hidden]") ? null : drawn) ?? (frames ? null : document.querySelector<HTMLElement>(`[data-path="${path}"]`));
    if (input) {
      input.scrollIntoView({ block: "center", behavior: "smooth" });
      input.focus({ preventScroll: true });
    } else if (frames) focusPath(path, scope, frames - 1);
  });
}
