import { useSyncExternalStore } from "react";

const PHONE = "(max-width: 767px)";

function listen(changed: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** Whether the screen is a phone's (narrower than 768 px). */
export function useIsPhone(): boolean {
  return useSyncExternalStore(listen, () => window.matchMedia(PHONE).matches);
}

/** Marks the root of the page while its screen is a phone's: styles ask for it there, or at a frame that stands for a phone. */
export function markScreen(): void {
  const mark = (): void => void document.documentElement.classList.toggle("phone", window.matchMedia(PHONE).matches);
  mark();
  listen(mark);
}
