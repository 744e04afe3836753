/** Formats the number of a request as its id: digits in base 36, padded with zeros. */
export function writeId(number: number, length: number): string {
  return number.toString(36).padStart(length, "0");
}

/** The number of an id that {@link writeId} has formatted; -1 for any other text. */
export function readId(id: string, length: number): number {
  if (id.length !== length) return -1;
  let number = 0;
  for (let index = 0; index < length; index += 1) {
    const code = id.charCodeAt(index);
    if (code >= 48 && code <= 57) number = number * 36 + code - 48;
    else if (code >= 97 && code <= 122) number = number * 36 + code - 87;
    else return -1;
  }
  return number;
}
