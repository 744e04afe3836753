import { Duration } from "@surreal-sdk/values";
import type { LiteralKind } from "./kind.ts";
import type { TokenCursor } from "./token-cursor.ts";

const digits = "0123456789";

/** Reads a number or a duration: `-1`, `1.5f`, `1e-7f`, `2dec`, `1h30m`. */
export function readNumberLiteral(cursor: TokenCursor): LiteralKind | undefined {
  const sign = cursor.peek() === "-" || cursor.peek() === "+" ? cursor.peek() : "";
  const first = cursor.peek(sign === "" ? 0 : 1);
  if (!digits.includes(first.charAt(0)) || first === "") return undefined;
  if (sign !== "") cursor.skip(sign);
  return toLiteral(`${sign === "-" ? "-" : ""}${readDigits(cursor)}`);
}

/** The tokenizer splits at the point and at the sign of an exponent. */
function readDigits(cursor: TokenCursor): string {
  let text = cursor.word() ?? "";
  if (cursor.peek() === "." && digits.includes(cursor.peek(1).charAt(0)) && cursor.skip(".")) {
    text += `.${cursor.word() ?? ""}`;
  }
  if (!text.endsWith("e")) return text;
  for (const sign of ["-", "+"]) if (cursor.skip(sign)) text += sign;
  return text + (cursor.word() ?? "");
}

function toLiteral(text: string): LiteralKind | undefined {
  if (text.endsWith("dec")) return { is: "literal", of: "decimal", text: text.slice(0, -"dec".length) };
  const plain = text.replaceAll("_", "");
  const float = Number(plain.endsWith("f") ? plain.slice(0, -1) : plain);
  if (Number.isNaN(float)) return isDuration(plain) ? { is: "literal", of: "duration", text } : undefined;
  if (plain.endsWith("f") || plain.includes(".") || plain.includes("e"))
    return { is: "literal", of: "float", value: float };
  return { is: "literal", of: "int", value: Number.isSafeInteger(float) ? float : BigInt(plain) };
}

function isDuration(text: string): boolean {
  try {
    return Duration.parse(text) !== undefined;
  } catch {
    return false;
  }
}
