import type { NumberedError } from "./numbered-errors.ts";

/**
 * The errors that someone looks for.
 *
 * @param wanted - a number, a whole message with numbers, or words of a sentence or a class
 */
export function findErrors(errors: readonly NumberedError[], wanted: string): readonly NumberedError[] {
  const numbers = [...wanted.matchAll(/(?:^|\berror |#)(\d+)/gi)].map(([, number]) => Number(number));
  if (numbers.length > 0) return errors.filter(({ number }) => numbers.includes(number));
  const words = wanted.toLowerCase().split(/\s+/);
  return errors.filter(({ sentence, raises }) => {
    const text = `${sentence} ${raises.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A sentence in pieces: its words, and the names of the values between them in every second piece. */
export const piecesOf = (sentence: string): string[] => sentence.split(/[‹›]/);
