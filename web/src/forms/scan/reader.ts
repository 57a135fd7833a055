import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import wasmAddress from "zxing-wasm/reader/zxing_reader.wasm?url";

const OPTIONS: ReaderOptions = {
  formats: ["QRCode", "DataMatrix", "Code128", "EAN13", "EAN8", "UPCA", "ITF", "Code39", "DataBar", "DataBarExp"],
  tryHarder: true,
  maxNumberOfSymbols: 1,
  textMode: "Plain",
};

/** Loads the reader from this server before the first picture is looked at. */
export function prepareReader(): Promise<unknown> {
  return prepareZXingModule({ overrides: { locateFile: () => wasmAddress }, fireImmediately: true });
}

/** The text of a code in a picture, `null` when there is none. GS1 codes keep their separators. */
export async function readPicture(picture: ImageData | Blob): Promise<string | null> {
  const [found] = await readBarcodes(picture, OPTIONS);
  if (!found?.isValid) return null;
  return found.contentType === "GS1" && !found.text.startsWith("]") ? found.symbologyIdentifier + found.text : found.text;
}
