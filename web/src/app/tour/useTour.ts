import { useLocation } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import type { Me } from "../../api/index.ts";
import { usePlace } from "../../kit/index.ts";

/** With `off` under this name no tour begins by itself on this device (shared terminals); below it, who has seen it. */
const SEEN = "suyuan.tour";

function nameOf(me: Me): string {
  return `${SEEN}.${me.person?.id ?? ""}`;
}

/** The tour begins by itself the first time a person sees the home page on this device, and again when it is asked for. */
export function useTour(me: Me | undefined): { open: boolean; begin: () => void; end: () => void } {
  const place = usePlace();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const known = me?.person ? nameOf(me) : null;
  useEffect(() => {
    if (known && pathname === "/" && localStorage.getItem(known) === null && localStorage.getItem(SEEN) !== "off") setOpen(true);
  }, [known, pathname]);
  const begin = useCallback(() => {
    if (pathname !== "/") place.go("/");
    setOpen(true);
  }, [place, pathname]);
  const end = useCallback(() => {
    if (known) localStorage.setItem(known, "seen");
    setOpen(false);
  }, [known]);
  return { open, begin, end };
}
