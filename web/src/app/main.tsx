import { createRoot } from "react-dom/client";
import "../kit/theme.css";
import { startWords } from "../kit/index.ts";
import { App } from "./App.tsx";
import { roomTexts } from "./words.ts";

await startWords(roomTexts());
createRoot(document.getElementById("root") as HTMLElement).render(<App />);
