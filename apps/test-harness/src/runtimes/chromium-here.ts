import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The Chromium of this machine, or the one that the variable `CHROMIUM` names; undefined where there is none. */
export function chromiumHere(named: string | undefined = process.env.CHROMIUM): string | undefined {
  return named ?? places.find((place) => existsSync(place));
}
