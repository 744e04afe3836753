import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, hoverTooltip, keymap } from "@codemirror/view";
import type { Problem } from "../compiler/program-checker.ts";
import { codeColours } from "./code-colours.ts";
import { surrealql } from "./surrealql-language.ts";

/** What changes a text by hand; other changes come from the page itself. */
const edits = ["input", "delete", "move", "undo", "redo"];

/** A language that the editor knows. */
export type EditorLanguage = "surql" | "ts";

/** What an editor begins with, and what it calls. */
export interface EditorSettings {
  readonly text: string;
  readonly language: EditorLanguage;
  /** The id of the element that takes the text. */
  readonly id: string;
  /** What a screen reader calls it. */
  readonly label: string;
  /** The text was changed by hand. */
  edited(text: string): void;
  /** Ctrl+Enter was pressed. */
  run(): void;
  /** The type of what stands at a place, for the pointer that rests there. */
  typeAt(position: number): Promise<string | undefined>;
}

/** An editor for programs in a page; Tab leaves it, as it leaves any field. */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #language = new Compartment();
  readonly #settings: EditorSettings;

  constructor(parent: Element, settings: EditorSettings) {
    this.#settings = settings;
    const state = EditorState.create({ doc: settings.text, extensions: this.#extensions() });
    this.#view = new EditorView({ parent, state });
  }

  /** Replaces the text, unless it is this text already. */
  write(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  speak(language: EditorLanguage): void {
    this.#view.dispatch({ effects: this.#language.reconfigure(extensionOf(language)) });
  }

  /** Underlines what the compiler has found; a place that the text no longer has is left out. */
  underline(problems: readonly Problem[]): void {
    const { length } = this.#view.state.doc;
    const found = problems.filter(({ to }) => to <= length);
    const diagnostics = found.map(({ from, to, message }) => ({ from, to, message, severity: "error" as const }));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }

  #extensions(): Extension[] {
    const { id, label, language, run } = this.#settings;
    const start = (): boolean => {
      run();
      return true;
    };
    return [
      keymap.of([{ key: "Mod-Enter", run: start }, ...defaultKeymap, ...historyKeymap]),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ id, "aria-label": label }),
      EditorView.updateListener.of(({ docChanged, state, transactions }) => {
        const byHand = transactions.some((one) => edits.some((event) => one.isUserEvent(event)));
        if (docChanged && byHand) this.#settings.edited(state.doc.toString());
      }),
      codeColours,
      this.#language.of(extensionOf(language)),
      hoverTooltip((_view, position) => this.#tooltip(position)),
    ];
  }

  async #tooltip(pos: number) {
    const type = await this.#settings.typeAt(pos);
    if (type === undefined) return null;
    return {
      pos,
      create() {
        const dom = document.createElement("div");
        dom.className = "code-type";
        dom.textContent = type;
        return { dom };
      },
    };
  }
}

function extensionOf(language: EditorLanguage): Extension {
  return language === "ts" ? javascript({ typescript: true }) : surrealql;
}
