import { type RefObject, useEffect, useRef } from "react";

/** Loads the next page when the end of a list comes within `ahead` pixels of view; the ref goes to that end. */
export function useMore({ hasMore, more }: { hasMore: boolean; more: () => void }, ahead: number): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore) return;
    const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), { rootMargin: `${ahead}px` });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [hasMore, more, ahead]);
  return end;
}
