import { createRoot } from "react-dom/client";
import "../kit/theme.css";
import { markScreen, startWords } from "../kit/index.ts";
import { App } from "./App.tsx";
import { roomTexts } from "./words.ts";

markScreen();
await startWords(roomTexts());
createRoot(document.getElementById("root") as HTMLElement).render(<App />);
