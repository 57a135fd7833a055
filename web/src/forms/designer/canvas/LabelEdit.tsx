import { useEffect, useRef, useState } from "react";

type LabelEditProps = { text: string; label: string; onDone: (text: string) => void; onLeave: () => void };

/** A label edited where it stands: Enter takes it, Esc leaves it as it was. */
export function LabelEdit({ text, label, onDone, onLeave }: LabelEditProps) {
  const [typed, setTyped] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => input.current?.select(), []);
  const end = (take: boolean): void => {
    if (ended.current) return;
    ended.current = true;
    if (take && typed.trim()) onDone(typed);
    else onLeave();
  };
  return (
    <input
      ref={input}
      autoFocus
      className="dz-label-edit"
      aria-label={label}
      value={typed}
      maxLength={200}
      size={Math.max(8, [...typed].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 2 : 1), 2))}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => end(true)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") end(true);
        else if (event.key === "Escape") end(false);
      }}
    />
  );
}
