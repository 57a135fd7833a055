/** The product's mark: two sources joining one lot. */
export function Logo({ size = 24, plain }: { size?: number; plain?: boolean }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      {plain ? null : <rect width="32" height="32" rx="7" fill="#0f6e5c" />}
      <g fill="none" stroke={plain ? "currentColor" : "#fff"} strokeWidth="2.2" strokeLinecap="round">
        <circle cx="9" cy="9" r="3.2" />
        <circle cx="9" cy="23" r="3.2" />
        <circle cx="23" cy="16" r="3.2" />
        <path d="M12.2 9h2.3c3.4 0 2.6 7 5.3 7M12.2 23h2.3c3.4 0 2.6-7 5.3-7" />
      </g>
    </svg>
  );
}
