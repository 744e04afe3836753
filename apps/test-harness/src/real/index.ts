export { RealServer } from "./real-server.ts";
export { chosenProgram } from "./server-program.ts";
