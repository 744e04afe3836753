/** Writes the tour for a reader: headings, sentences, code, tables, and a mark for each expectation. */
export class Narrator {
  readonly #write: (line: string) => void;
  readonly #colours: boolean;

  constructor(write: (line: string) => void, colours: boolean) {
    this.#write = write;
    this.#colours = colours;
  }

  title(text: string): void {
    this.#write(`\n${this.#paint("1;35", text)}`);
  }

  chapter(number: number, title: string): void {
    this.#write(`\n${this.#paint("1;36", `${number}. ${title}`)}`);
  }

  say(text: string): void {
    this.#write(`   ${text}`);
  }

  code(text: string): void {
    this.#write(`   ${this.#paint("2", `> ${text}`)}`);
  }

  met(text: string): void {
    this.#write(`   ${this.#paint("32", "✓")} ${text}`);
  }

  missed(text: string): void {
    this.#write(`   ${this.#paint("1;31", "✗")} ${text}`);
  }

  warn(text: string): void {
    this.#write(`   ${this.#paint("33", "!")} ${text}`);
  }

  /** Writes rows in columns as wide as their widest cell. */
  table(rows: readonly (readonly unknown[])[]): void {
    const cells = rows.map((row) => row.map((cell) => String(cell)));
    const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
    for (const row of cells) {
      this.#write(`     ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
    }
  }

  #paint(style: string, text: string): string {
    return this.#colours ? `\u001b[${style}m${text}\u001b[0m` : text;
  }
}
