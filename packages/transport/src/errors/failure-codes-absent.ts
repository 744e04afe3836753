import type { NamedFailure } from "./failure-codes.ts";

/** Browsers and workerd put no codes on their errors: they do not reveal to a page why it could not connect. */
export function failureByCode(_code: string, _message: string, _url: string): NamedFailure | undefined {
  return undefined;
}
