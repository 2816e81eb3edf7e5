import { createServer } from "node:net";
import { StartError } from "./start-error.js";

const LOOPBACK = "127.0.0.1";

/** The port to use for `wanted`: itself when it is free, any free one for 0; `option` is named when it is taken. */
export async function freePort(wanted: number, option: string): Promise<number> {
  const server = createServer();
  return new Promise<number>((resolve, reject) => {
    server.once("error", (error) => reject(portError(error, wanted, option)));
    server.listen(wanted, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : wanted));
    });
  });
}

/** Says in a person's words why a port cannot be had; any other error comes back as it is. */
export function portError(error: unknown, port: number, option: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return new StartError(
      `Port ${port} is in use. Stop what listens there, or take any free one: ${option} 0`,
    );
  if (code === "EACCES")
    return new StartError(
      `Port ${port} is reserved for the system. Take one above 1023, or any free one: ${option} 0`,
    );
  return error instanceof Error ? error : new Error(String(error));
}
