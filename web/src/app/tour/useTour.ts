import { useCallback, useEffect, useState } from "react";
import type { Me } from "../../api/index.ts";
import { usePlace } from "../../kit/index.ts";

const SEEN = "suyuan.tour";

function nameOf(me: Me): string {
  return `${SEEN}.${me.person?.id ?? ""}`;
}

/** The tour begins by itself the first time a person sees the home page on this device, and again when it is asked for. */
export function useTour(me: Me | undefined): { open: boolean; begin: () => void; end: () => void } {
  const place = usePlace();
  const [open, setOpen] = useState(false);
  const known = me?.person ? nameOf(me) : null;
  useEffect(() => {
    if (known && window.location.pathname === "/" && localStorage.getItem(known) === null) setOpen(true);
  }, [known]);
  const begin = useCallback(() => {
    if (window.location.pathname !== "/") place.go("/");
    setOpen(true);
  }, [place]);
  const end = useCallback(() => {
    if (known) localStorage.setItem(known, "seen");
    setOpen(false);
  }, [known]);
  return { open, begin, end };
}
