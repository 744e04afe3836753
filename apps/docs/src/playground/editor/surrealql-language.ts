import { StreamLanguage } from "@codemirror/language";
import { readToken, type TokenState } from "./surrealql-tokens.ts";

/** SurrealQL for CodeMirror: its colours and its comments. */
export const surrealql = StreamLanguage.define<TokenState>({
  name: "surrealql",
  startState: () => ({ until: undefined }),
  copyState: (state) => ({ ...state }),
  token: (stream, state) => readToken(stream, state) ?? null,
  languageData: { commentTokens: { line: "--", block: { open: "/*", close: "*/" } } },
});
