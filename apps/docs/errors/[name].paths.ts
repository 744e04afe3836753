// The pages about error numbers are made of what the packages say of their messages when the site is built.
import { fileURLToPath } from "node:url";
import { errorPages, numberedErrors } from "../src/errors/error-pages.ts";

const packages = fileURLToPath(new URL("../../../packages", import.meta.url));

export default {
  paths: () => errorPages(numberedErrors(packages)).map(({ name, content }) => ({ params: { name }, content })),
};
