const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\//, "WeChat"],
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/(Headless)?Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/HarmonyOS/, "HarmonyOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux|X11/, "Linux"],
];

const nameIn = (names: [RegExp, string][], text: string): string => names.find(([pattern]) => pattern.test(text))?.[1] ?? "";

/** A device as people call it: a browser's long name becomes `Chrome, Android`; others stay as they are. */
export function showDevice(device: string): string {
  if (!device.startsWith("Mozilla/")) return device;
  return [nameIn(BROWSERS, device), nameIn(SYSTEMS, device)].filter(Boolean).join(", ") || device;
}
