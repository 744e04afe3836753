// For the thread that holds the connection of a blocking client: it judges servers, and needs nothing else of this package.
export { versionJudge } from "./session/server-version.ts";
