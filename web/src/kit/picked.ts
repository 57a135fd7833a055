import { useEffect, useMemo, useState } from "react";

/** Records or lots chosen for doing something with several at once. */
export type Picked = { ids: Set<string>; toggle: (id: string) => void; all: (ids: string[]) => void; none: () => void };

const NONE: Set<string> = new Set();

/** What is picked; nothing any more when another list is asked for. */
export function usePicked(query: string): Picked {
  const [ids, setIds] = useState(NONE);
  useEffect(() => setIds(NONE), [query]);
  return useMemo(
    () => ({
      ids,
      toggle: (id) =>
        setIds((now) => {
          const next = new Set(now);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
      all: (found) => setIds((now) => (now.size === found.length ? NONE : new Set(found))),
      none: () => setIds(NONE),
    }),
    [ids],
  );
}
