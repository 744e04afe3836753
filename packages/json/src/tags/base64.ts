import { Unfit } from "./tag.ts";

/** Searched for instead of matching the whole text, which would need memory for each character. */
const other = /[^A-Za-z0-9+/]/;
const padding = /={1,2}$/;
/** How many bytes become arguments of one call. */
const CHUNK = 8192;

/** The bytes as base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** The bytes of a base64 text. `atob` alone would accept white space and missing padding. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || other.test(text.replace(padding, "")))
    throw new Unfit("must contain base64 with padding.");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
