import { readRequest, resultOf, writeAnswer } from "./answers.ts";

/** Where our frames have their id, in requests as well as in answers. */
const idStart = 5;
const idEnd = 17;
/** The first letter of the method, which stands behind the key "method". */
const methodAt = 25;
const letterOfQuery = "q".charCodeAt(0);

/**
 * Answers queries without reading them: with the same bytes each time but for the id. Whatever a client gains or loses
 * is then its own, and not the server's.
 */
export function cannedAnswers(): (frame: Uint8Array) => Uint8Array {
  let template: Uint8Array | undefined;
  const read = (frame: Uint8Array): Uint8Array => {
    const request = readRequest(frame);
    return writeAnswer(request.id, resultOf(request));
  };
  return (frame) => {
    if (frame[methodAt] !== letterOfQuery) return read(frame);
    template ??= read(frame);
    const answer = Buffer.allocUnsafe(template.length);
    answer.set(template);
    answer.set(frame.subarray(idStart, idEnd), idStart);
    return answer;
  };
}
